/**
 * What many postbacks say becomes durable in one transaction, in two flights: look, then write. A confirmation is stored once
 * per integration, transaction and state; the same transaction with other content is counted and kept apart, and the first
 * stands. Whoever handles the same transaction at the same time, in this process or another, waits its turn.
 */
import { applyBans, type BanOrder } from '@/lib/accounts/ban-users';
import type { BanNotice, Outcome, Postback } from '@/lib/dialects/dialect';
import { inPipeline, type Runner, recordset, sql } from '@/lib/foundation/db';
import { type ClickFacts, type Judgement, judgeConfirmation, type Prior } from '@/lib/postbacks/judge-confirmation';
import { type Arrival, arrivedAt, keepReceipts, type ReceiptRow, toReceiptRow } from '@/lib/postbacks/keep-receipt';
import type { Integration } from '@/lib/postbacks/read-integration';
import { parseUsd } from '@/lib/rules/money';
import type { Refusal } from '@/lib/rules/refusal';

export type Trust = 'strong' | 'weak';

/** What the door made of a request: a proven confirmation, something to note, or a refusal. */
export type Says =
  | { kind: 'confirmation'; postback: Postback; trust: Trust }
  | { kind: 'noted'; outcome: 'test' | 'noted'; detail: string | null; ban?: BanNotice }
  | { kind: 'refused'; refusal: Refusal; postback: Postback | null };

export type Entry = {
  arrival: Arrival;
  integration: Integration | null;
  signatureHeaders: readonly string[];
  says: Says;
};

/** `changed`: the integration is not what it was proven with; nothing was stored. */
export type Stored = { receiptId: string; outcome: Outcome } | { receiptId: string; refusal: Refusal } | 'changed';

export async function storePostbacks(entries: readonly Entry[]): Promise<Stored[]> {
  return inPipeline(async (runner) => {
    const known = await look(runner, entries);
    const kept = entries.map((entry, index) => judge(entry, known[index]!));
    await write(
      runner,
      kept.filter((one) => one !== 'changed'),
    );
    return kept.map((one) => (one === 'changed' ? 'changed' : one.stored));
  });
}

// ── look ────────────────────────────────────────────────────────────────────

type Known = {
  receiptId: string;
  confirmationId: string;
  version: string | null;
  click: ClickFacts | null;
  /** Of the same transaction; entries of one batch share the list, so that the second of two sees the first. */
  priors: Prior[];
};

async function look(runner: Runner, entries: readonly Entry[]): Promise<Known[]> {
  const asked = recordset(
    entries.map(({ integration, says }, ord) => ({
      ord,
      integration_id: integration?.id,
      ...(says.kind === 'confirmation' && { transaction: says.postback.transaction, click_id: says.postback.clickId }),
    })),
    'ord int, integration_id uuid, transaction text, click_id text',
  );
  const [, known] = await Promise.all([
    runner.query(sql`
      SELECT pg_advisory_xact_lock(key) FROM (
        SELECT DISTINCT hashtextextended(given.transaction, hashtext(given.integration_id::text)) AS key
          FROM ${asked} WHERE given.transaction IS NOT NULL ORDER BY key) AS ordered`),
    runner.query<Omit<Known, 'click' | 'priors'> & Partial<ClickFacts> & { priors: Prior[] | null }>(sql`
      SELECT uuidv7() AS receipt_id, uuidv7() AS confirmation_id, i.xmin::text AS version,
             c.user_id, c.title_key, o.advertiser_id,
             ARRAY(SELECT task->>'key' FROM jsonb_array_elements(c.terms->'tasks') AS task) AS task_keys,
             (SELECT json_agg(json_build_object('id', f.id, 'state', f.state, 'clickId', f.click_id,
                                                'taskKey', f.task_key, 'content', f.content))
                FROM confirmation f
               WHERE f.integration_id = given.integration_id AND f.transaction = given.transaction) AS priors
        FROM ${asked}
        LEFT JOIN integration i ON i.id = given.integration_id AND i.enabled
        LEFT JOIN click c ON c.id = given.click_id
        LEFT JOIN offer o ON o.id = c.offer_id
       ORDER BY given.ord`),
  ]);
  const priorsOf = new Map<string, Prior[]>();
  return known.map(({ priors, userId, titleKey, advertiserId, taskKeys, ...row }, index) => {
    const { integration, says } = entries[index]!;
    const transaction = `${integration?.id} ${says.kind === 'confirmation' ? says.postback.transaction : index}`;
    const shared = priorsOf.get(transaction) ?? priors ?? [];
    priorsOf.set(transaction, shared);
    const click = userId && titleKey && advertiserId ? { userId, titleKey, advertiserId, taskKeys: taskKeys! } : null;
    return { ...row, click, priors: shared };
  });
}

// ── judge ───────────────────────────────────────────────────────────────────

type Kept = {
  stored: Exclude<Stored, 'changed'>;
  receipt: ReceiptRow;
  confirmation?: ConfirmationRow;
  conflict?: string;
  ban?: BanOrder;
};

function judge(entry: Entry, known: Known): Kept | 'changed' {
  const { integration, says } = entry;
  if (integration && known.version !== integration.version) return 'changed';
  switch (says.kind) {
    case 'noted':
      return {
        ...keep(entry, known, { outcome: says.outcome, detail: says.detail }),
        ban: toBanOrder(entry, says.ban),
      };
    case 'refused':
      return keep(entry, known, { refusal: says.refusal, postback: says.postback });
    case 'confirmation': {
      const { postback } = says;
      const judgement = judgeConfirmation(postback, integration!.advertiserId, known.click, known.priors);
      return keepConfirmation(entry, known, { ...says, integration: integration! }, judgement);
    }
  }
}

function toBanOrder({ integration, arrival }: Entry, ban: BanNotice | undefined): BanOrder | undefined {
  return ban && integration
    ? { ...ban, integrationId: integration.id, advertiserId: integration.advertiserId, at: arrival.at }
    : undefined;
}

type Proven = { postback: Postback; trust: Trust; integration: Integration };

function keepConfirmation(entry: Entry, known: Known, proven: Proven, judgement: Judgement): Kept {
  const { postback } = proven;
  switch (judgement.kind) {
    case 'impossible':
      return keep(entry, known, { refusal: judgement.refusal, postback });
    case 'conflict': {
      const { refusal, with: confirmationId } = judgement;
      return { ...keep(entry, known, { refusal, postback, confirmationId }), conflict: confirmationId };
    }
    case 'duplicate':
      return keep(entry, known, { outcome: 'duplicate', postback, confirmationId: judgement.of });
    case 'new': {
      const { confirmationId, click, priors } = known;
      const { taskKey, content } = judgement;
      priors.push({ id: confirmationId, state: postback.state, clickId: postback.clickId, taskKey, content });
      const outcome = click ? 'recorded' : 'unmatched';
      const kept = keep(entry, known, { outcome, postback, confirmationId });
      return { ...kept, confirmation: toConfirmationRow(entry, known, proven, judgement) };
    }
  }
}

type HowKept = {
  postback?: Postback | null;
  confirmationId?: string;
} & ({ outcome: Outcome; detail?: string | null } | { refusal: Refusal });

function keep({ arrival, integration, signatureHeaders }: Entry, { receiptId }: Known, how: HowKept): Kept {
  const { postback = null, confirmationId = null } = how;
  const end = { id: receiptId, integrationId: integration?.id ?? null, signatureHeaders, postback, confirmationId };
  if ('refusal' in how) {
    const { refused: code, message: detail } = how.refusal;
    const receipt = toReceiptRow(arrival, { ...end, outcome: 'refused', code, detail });
    return { stored: { receiptId, refusal: how.refusal }, receipt };
  }
  const { outcome, detail = null } = how;
  return { stored: { receiptId, outcome }, receipt: toReceiptRow(arrival, { ...end, outcome, code: null, detail }) };
}

type ConfirmationRow = ReturnType<typeof toConfirmationRow>;

function toConfirmationRow(
  { arrival }: Entry,
  { confirmationId, receiptId, click }: Known,
  { postback, trust, integration }: Proven,
  { taskKey, content }: { taskKey: string | null; content: string },
) {
  return {
    id: confirmationId,
    integration_id: integration.id,
    transaction: postback.transaction,
    state: postback.state,
    click_id: postback.clickId,
    task_key: taskKey,
    payout_micros: postback.payoutUsd === null ? null : String(parseUsd(postback.payoutUsd)),
    reason: postback.reason,
    content,
    receipt_id: receiptId,
    received_at: arrival.at,
    user_id: click?.userId ?? null,
    title_key: click?.titleKey ?? null,
    trust,
  };
}

// ── write ───────────────────────────────────────────────────────────────────

async function write(runner: Runner, kept: readonly Kept[]): Promise<void> {
  const confirmations = kept.flatMap(({ confirmation }) => confirmation ?? []);
  const conflicts = kept.flatMap(({ conflict }) => conflict ?? []);
  const matchable = confirmations.filter(({ user_id }) => user_id !== null).map(({ id }) => id);
  await Promise.all([
    confirmations.length > 0 && insertConfirmations(runner, confirmations),
    conflicts.length > 0 && countConflicts(runner, conflicts),
    kept.length > 0 &&
      keepReceipts(
        runner,
        kept.map(({ receipt }) => receipt),
      ),
    matchable.length > 0 && wakeMatching(runner, matchable),
    applyBans(
      runner,
      kept.flatMap(({ ban }) => ban ?? []),
    ),
  ]);
}

async function insertConfirmations(runner: Runner, rows: readonly ConfirmationRow[]): Promise<void> {
  const columns = `id uuid, integration_id uuid, transaction text, state text, click_id text, task_key text,
    payout_micros bigint, reason text, content text, receipt_id uuid, received_at timestamptz, user_id uuid, title_key text,
    trust text`;
  await runner.execute(sql`
    INSERT INTO confirmation (id, integration_id, transaction, state, click_id, task_key, payout_micros, reason, content,
                              receipt_id, received_at, user_id, title_key, trust)
    SELECT given.id, given.integration_id, given.transaction, given.state, given.click_id, given.task_key,
           given.payout_micros, given.reason, given.content, given.receipt_id, ${arrivedAt}, given.user_id,
           given.title_key, given.trust
      FROM ${recordset(rows, columns)}`);
}

async function countConflicts(runner: Runner, ids: readonly string[]): Promise<void> {
  await runner.execute(sql`
    UPDATE confirmation f SET conflicts = f.conflicts + given.times
      FROM (SELECT id, count(*) AS times FROM unnest(${ids}::uuid[]) AS id GROUP BY id ORDER BY id) AS given
     WHERE f.id = given.id`);
}

async function wakeMatching(runner: Runner, confirmationIds: readonly string[]): Promise<void> {
  await runner.query(
    sql`SELECT graphile_worker.add_job('match-confirmations', ${JSON.stringify({ confirmationIds })}::json)`,
  );
}
