/**
 * What the tests of bad input start from, and what they look at afterwards: each has a game, a network, an offer, a user and a
 * click of its own, so that "nothing was written" can be asked of its own rows while other tests write theirs.
 */
import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { aVisitor, call, form, JSON_PLEASE, OWN, type Reply, type Sent, type Visitor } from '../../support/doors';
import {
  aClick,
  aGame,
  aNetwork,
  anOffer,
  brokenInvariants,
  type Game,
  type Network,
  query,
} from '../../support/fixtures';
import { DESCRIPTION, stateOf } from '../../support/world';

export type Setting = {
  game: Game;
  network: Network;
  offer: { key: string; title: string };
  visitor: Visitor;
  click: string;
  /** Everything about this game's users, and what its network has confirmed. */
  state: () => Promise<string>;
};

export async function aSetting({ hoursAgo = 48 }: { hoursAgo?: number } = {}): Promise<Setting> {
  const [game, network] = await Promise.all([aGame(), aNetwork()]);
  const offer = await anOffer(network);
  const visitor = await aVisitor(game);
  const click = await aClick(game, offer, visitor.user, hoursAgo);
  const state = async () => (await stateOf({ game })) + JSON.stringify(await confirmationsOf(network));
  return { game, network, offer, visitor, click, state };
}

/** One more offer that this user started. */
export async function anotherClick({ game, network, visitor }: Setting, hoursAgo = 48): Promise<string> {
  return aClick(game, await anOffer(network), visitor.user, hoursAgo);
}

export function confirmationsOf({ integration }: Network) {
  return query<{ transaction: string; state: string; click_id: string; conflicts: number }>(
    `SELECT transaction, state, click_id, conflicts FROM confirmation c JOIN integration i ON i.id = c.integration_id
      WHERE i.key = $1 ORDER BY c.id`,
    [integration],
  );
}

export async function ticketsOf({
  game,
}: Pick<Setting, 'game'>): Promise<{ number: string; status: string; address: string; description: string }[]> {
  return query(
    'SELECT t.number, t.status, t.address, t.description FROM ticket t JOIN app a ON a.id = t.app_id WHERE a.key = $1 ORDER BY t.id',
    [game.key],
  );
}

export async function grantsOf({ game }: Pick<Setting, 'game'>): Promise<number> {
  const rows = await query('SELECT g.id FROM reward_grant g JOIN app a ON a.id = g.app_id WHERE a.key = $1', [
    game.key,
  ]);
  return rows.length;
}

/** The ticket form as the page's script sends it. */
export function submit({ visitor, click }: Setting, fields: Record<string, string> = {}): Promise<Reply> {
  return postTicket(
    visitor,
    form({ click, email: `${randomUUID()}@example.com`, description: DESCRIPTION, ...fields }),
  );
}

export function postTicket({ cookie }: Visitor, { headers, body }: Sent): Promise<Reply> {
  return call('POST', '/api/wall/tickets', {
    headers: { ...OWN, ...JSON_PLEASE, Cookie: cookie, ...headers },
    ...(body !== undefined && { body }),
  });
}

/** At the end of each file: the process is up, the database can be used, and what must never be true is not. */
export function staysUp(): void {
  test.afterAll(async () => {
    expect((await call('GET', '/api/health')).status).toBe(200);
    expect((await call('GET', '/api/ready')).json).toEqual({ status: 'ready' });
    expect(await brokenInvariants()).toEqual([]);
  });
}
