/** Who played what in the last months: players, and one way of each through some offers. */
import { createHash } from 'node:crypto';
import { storeClicks } from '@/lib/clicks/store-clicks';
import { db, inTransaction, recordset, sql } from '@/lib/foundation/db';
import { readTerms, type StepTerms } from '@/lib/rewards/step-records';
import { APPS } from '../catalogue';
import { homeOf } from '../scene';
import { integrationOf, type Secrets } from '../secrets';
import type { Chance } from './chance';
import { FATES, type Fate } from './fates';

export type Journey = {
  clickId: string;
  clickedAt: Date;
  fate: Fate;
  userId: string;
  user: string;
  appId: string;
  appKey: string;
  gameName: string;
  currencyName: string;
  callbackUrl: string;
  offerId: string;
  offerKey: string;
  offerTitle: string;
  titleKey: string;
  integrationId: string;
  integrationKey: string;
  secret: string;
  terms: StepTerms[];
};

const PLAYERS = 640;
const JOURNEYS = 2_620;
const REPEATED_CLICKS = 400;
const MONTHS_BACK_DAYS = 120;
const LAST_DAYS_ARE_THE_STORIES = 3;
const DAY = 86_400_000;

export async function populate(secrets: Secrets, now: Date, { next, between, oneOf }: Chance): Promise<Journey[]> {
  const players = await makePlayers(now);
  const offers = await readOffers();
  const taken = new Set<string>();
  const journeys: Omit<Journey, 'terms'>[] = [];
  while (journeys.length < JOURNEYS) {
    const fate = drawFate(next());
    const player = oneOf(players);
    const offer = oneOf(offers.filter(({ steps }) => FATES[fate].fits(steps)));
    if (taken.has(`${player.userId} ${offer.titleKey}`)) continue;
    taken.add(`${player.userId} ${offer.titleKey}`);
    // The square root makes later days busier: the wall has been growing.
    const daysAgo = MONTHS_BACK_DAYS - (MONTHS_BACK_DAYS - LAST_DAYS_ARE_THE_STORIES) * Math.sqrt(next());
    const clickedAt = new Date(now.getTime() - Math.round(daysAgo * DAY));
    const { steps: _, advertiserKey, ...told } = offer;
    const secret = secrets.integrations[integrationOf(advertiserKey)]!;
    const clickId = digest(`click ${journeys.length} ${now.toISOString()}`);
    journeys.push({ ...player, ...told, secret, fate, clickId, clickedAt });
  }
  const again = Array.from({ length: REPEATED_CLICKS }, (_, index) => {
    const first = oneOf(journeys);
    const clickedAt = new Date(Math.min(first.clickedAt.getTime() + between(0.1, 5) * DAY, now.getTime() - DAY));
    return { ...first, clickId: digest(`again ${index} ${now.toISOString()}`), clickedAt };
  });
  return writeClicks(journeys, again, oneOf);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function drawFate(drawn: number): Fate {
  let left = drawn;
  for (const [fate, { weight }] of Object.entries(FATES)) {
    left -= weight;
    if (left < 0) return fate as Fate;
  }
  return 'nothing';
}

type Player = Pick<Journey, 'userId' | 'user' | 'appId' | 'appKey' | 'gameName' | 'currencyName' | 'callbackUrl'>;

/** The game that is down has no past: nothing of it was ever acknowledged. */
async function makePlayers(now: Date): Promise<Player[]> {
  const open = APPS.filter(({ isDown }) => !isDown);
  const rows = Array.from({ length: PLAYERS }, (_, index) => ({
    app: open[index % open.length]!.key,
    user: `player-${1000 + index}`,
  }));
  return db.query<Player>(sql`
    WITH made AS (
      INSERT INTO end_user (app_id, external_id, locale, created_at)
      SELECT a.id, given."user", 'en', ${new Date(now.getTime() - 125 * DAY)}
        FROM ${recordset(rows, 'app text, "user" text')} JOIN app a ON a.key = given.app RETURNING id, app_id, external_id)
    SELECT made.id AS user_id, made.external_id AS "user", a.id AS app_id, a.key AS app_key, a.name AS game_name,
           a.currency_name, a.callback_url FROM made JOIN app a ON a.id = made.app_id ORDER BY made.external_id`);
}

type Offer = Pick<Journey, 'offerId' | 'offerKey' | 'offerTitle' | 'titleKey' | 'integrationId' | 'integrationKey'> & {
  advertiserKey: string;
  /** Payouts in micro-dollars, in the order of the steps. */
  steps: number[];
};

function readOffers(): Promise<Offer[]> {
  return db.query<Offer>(sql`
    SELECT o.id AS offer_id, o.key AS offer_key, o.title AS offer_title, o.title_key, a.key AS advertiser_key,
           i.id AS integration_id, i.key AS integration_key,
           (SELECT jsonb_agg(t.payout_micros ORDER BY t.position) FROM task t WHERE t.offer_id = o.id) AS steps
      FROM offer o JOIN advertiser a ON a.id = o.advertiser_id JOIN integration i ON i.advertiser_id = a.id AND i.dialect = 'native'
     ORDER BY o.key`);
}

type Started = Omit<Journey, 'terms'>;

async function writeClicks(first: Started[], again: Started[], oneOf: Chance['oneOf']): Promise<Journey[]> {
  const clicks = [...first, ...again].map(({ clickId, userId, offerId, clickedAt }) => ({
    ...{ id: clickId, userId, offerId, clickedAt, ip: homeOf(userId) },
    country: oneOf(['DE', 'AT', 'US', 'GB', 'ES', 'FR']),
    device: { os: oneOf(['Android 15', 'Android 16', 'iOS 19']), firstInstall: true },
  }));
  await inTransaction((tx) => storeClicks(tx, clicks));
  const ids = clicks.map(({ id }) => id);
  await db.execute(sql`UPDATE click SET created_at = clicked_at WHERE id = ANY(${ids})`);
  const written = await db.query<{ id: string; terms: unknown }>(
    sql`SELECT id, terms FROM click WHERE id = ANY(${ids})`,
  );
  const terms = new Map(written.map((click) => [click.id, readTerms(click.terms).tasks]));
  return first.map((journey) => ({ ...journey, terms: terms.get(journey.clickId)! }));
}
