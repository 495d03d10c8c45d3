/** BitLabs as a network of the cast's advertiser: its callbacks, with the whole address signed as it signs it. */
import { createHmac, randomUUID } from 'node:crypto';
import type { Cast } from '@/e2e/support/cast';
import type { PostbackRequest } from '@/lib/dialects/dialect';
import { db, sql } from '@/lib/foundation/db';
import { type Received, receivePostback } from '@/lib/postbacks/receive-postback';

export type Network = { cast: Cast; key: string; id: string };

export async function aNetwork(cast: Cast, dialect = 'bitlabs'): Promise<Network> {
  const key = `${dialect}-${randomUUID().slice(0, 8)}`;
  const [row] = await db.query<{ id: string }>(sql`
    INSERT INTO integration (key, advertiser_id, dialect, secret)
    VALUES (${key}, ${cast.advertiserId}::uuid, ${dialect}, ${cast.secret}) RETURNING id`);
  return { cast, key, id: row!.id };
}

export function bitlabsSays({ cast, key }: Network, params: Record<string, string>): Promise<Received> {
  const url = `https://rewards.example/api/postbacks/${key}`;
  const query = new URLSearchParams(params).toString();
  const hash = createHmac('sha1', cast.secret).update(`${url}?${query}`).digest('hex');
  return receivePostback(key, get(url, `${query}&hash=${hash}`), null, new Date());
}

export function get(url: string, rawQuery: string): PostbackRequest {
  return { method: 'GET', url, rawQuery, headers: {}, rawBody: new Uint8Array() };
}
