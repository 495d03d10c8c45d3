/** The plain lists of the console: offers, apps, integrations. By key, a page at a time. */
import type { IntegrationSettings } from '@/lib/dialects/dialect';
import { db, sql } from '@/lib/foundation/db';

const PAGE = 100;

export type OfferLine = {
  key: string;
  title: string;
  advertiserName: string;
  countries: string[];
  active: boolean;
  steps: number;
  payoutMicros: bigint;
};

/** `after` is the last key of the page before. */
export function listOffersForConsole(after = ''): Promise<OfferLine[]> {
  return db.query<OfferLine>(sql`
    SELECT o.key, o.title, v.name AS advertiser_name, o.countries, o.active, promised.steps, promised.payout_micros
      FROM offer o JOIN advertiser v ON v.id = o.advertiser_id
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS steps, coalesce(sum(payout_micros), 0)::bigint AS payout_micros FROM task
         WHERE offer_id = o.id) AS promised
     WHERE o.key > ${after} ORDER BY o.key LIMIT ${PAGE}`);
}

export type AppLine = {
  key: string;
  name: string;
  publisherName: string;
  currencyName: string;
  callbackDialect: string | null;
  callbackEnabled: boolean;
  callbackPausedAt: Date | null;
};

export function listAppsForConsole(after = ''): Promise<AppLine[]> {
  return db.query<AppLine>(sql`
    SELECT a.key, a.name, p.name AS publisher_name, a.currency_name, a.callback_dialect, a.callback_enabled, a.callback_paused_at
      FROM app a JOIN publisher p ON p.id = a.publisher_id WHERE a.key > ${after} ORDER BY a.key LIMIT ${PAGE}`);
}

export type IntegrationLine = {
  key: string;
  advertiserName: string;
  dialect: string;
  requireSignature: boolean;
  custom: IntegrationSettings['custom'];
  /** Since when its money breaker is open. */
  breakerTrippedAt: Date | null;
  enabled: boolean;
  lastReceiptAt: Date | null;
};

export function listIntegrationsForConsole(after = ''): Promise<IntegrationLine[]> {
  return db.query<IntegrationLine>(sql`
    SELECT i.key, v.name AS advertiser_name, i.dialect, i.require_signature, i.settings->'custom' AS custom,
           i.breaker_tripped_at, i.enabled,
           (SELECT max(received_at) FROM receipt WHERE integration_id = i.id) AS last_receipt_at
      FROM integration i JOIN advertiser v ON v.id = i.advertiser_id WHERE i.key > ${after} AND i.dialect <> 'portal' ORDER BY i.key LIMIT ${PAGE}`);
}

/** The key to go on after, or null on the last page. */
export function nextAfter(lines: readonly { key: string }[]): string | null {
  return lines.length === PAGE ? lines.at(-1)!.key : null;
}
