/** What there is to be seen and spoilt in the tests of doors: Alice with a ticket, a draft and pictures, and Bob, who is curious. */
import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { anAgent, aVisitor, call, form, JSON_PLEASE, multipart, OWN, type Visitor } from './doors';
import { aClick, aGame, aNetwork, anOffer, type Game, mailTo, type Network, query } from './fixtures';
import { aPortal, type Portal } from './portal';

export const DESCRIPTION = 'I reached level 10 yesterday evening and nothing came.';

export type World = {
  game: Game;
  network: Network;
  /** Of a postback that the network forged. */
  receipt: string;
  /** Stands in the title of Alice's offer and in what she wrote: wherever it appears, her data was shown. */
  marker: string;
  alice: Visitor & { click: string; number: string; email: string; picture: string };
  /** A second offer, with a draft and a picture on it. */
  draft: { click: string; offer: string; picture: string };
  verifyToken: string;
  bob: Visitor;
  agent: { cookie: string };
  /** Of the network's advertiser, with a claim about Alice's ticket that is settled. */
  portal: Portal;
};

let made: Promise<World> | undefined;

/** Once per process: it takes a second. */
export function aWorld(): Promise<World> {
  made ??= makeWorld();
  return made;
}

async function makeWorld(): Promise<World> {
  const marker = `Marker${randomUUID().slice(0, 8)}`;
  const [game, network] = await Promise.all([aGame(), aNetwork()]);
  const [first, second] = await Promise.all([anOffer(network, { title: `${marker} Kingdom` }), anOffer(network)]);
  const visitor = await aVisitor(game);
  const [click, other] = [await aClick(game, first, visitor.user), await aClick(game, second, visitor.user)];
  const email = `${marker.toLowerCase()}@example.com`;
  const number = await openTicket(visitor, { click, email, description: `${marker}: ${DESCRIPTION}` });
  const picture = await addProof(visitor, number);
  const uploaded = await upload(visitor, other);
  const [, verifyToken = ''] = /\/verify\/([\w-]+)/.exec((await mailTo(email, /verify/)).text) ?? [];
  const [bob, agent] = [await aVisitor(game), await anAgent()];
  const forged = await call('GET', `/api/postbacks/${network.integration}?click_id=c&tx=t&ts=1700000000&sig=00`);
  const receipt: string = forged.json.error.receipt;
  const alice = { ...visitor, click, number, email, picture };
  const draft = { click: other, offer: second.key, picture: uploaded };
  const portal = await aPortal(network.advertiser, [number], 'SETTLED');
  return { game, network, receipt, marker, alice, draft, verifyToken, bob, agent, portal };
}

export async function openTicket(
  { cookie }: Visitor,
  fields: { click: string; email?: string; description?: string },
): Promise<string> {
  const filled = { email: `${randomUUID()}@example.com`, description: DESCRIPTION, ...fields };
  const opened = await call('POST', '/api/wall/tickets', form(filled, { ...OWN, ...JSON_PLEASE, Cookie: cookie }));
  if (opened.status !== 201) throw new Error(`The ticket was refused: ${opened.text}`);
  return opened.json.number;
}

export async function upload({ cookie }: Visitor, click: string): Promise<string> {
  const stored = await call('POST', '/api/wall/screenshots', await pictureForm({ click }, { ...OWN, Cookie: cookie }));
  if (stored.status !== 201) throw new Error(`The picture was refused: ${stored.text}`);
  return stored.json.id;
}

export async function pictureForm(fields: Record<string, string>, headers: Record<string, string>) {
  const texts = Object.entries(fields).map(([name, value]) => ({ name, value }));
  return multipart([...texts, { name: 'screenshots', filename: 'a.png', value: await aPicture() }], headers);
}

export async function aPicture(): Promise<Buffer> {
  const [r, g, b] = [0, 0, 0].map(() => Math.floor(Math.random() * 256));
  return sharp({ create: { width: 40, height: 30, channels: 3, background: { r: r!, g: g!, b: b! } } })
    .png()
    .toBuffer();
}

async function addProof({ cookie }: Visitor, number: string): Promise<string> {
  const sent = await pictureForm({ text: 'Here it is.' }, { ...OWN, ...JSON_PLEASE, Cookie: cookie });
  const added = await call('POST', `/api/wall/tickets/${number}/proof`, sent);
  if (added.status !== 200) throw new Error(`The proof was refused: ${added.text}`);
  const [row] = await query<{ id: string }>(
    'SELECT s.id FROM screenshot s JOIN ticket t ON t.id = s.ticket_id WHERE t.number = $1',
    [number],
  );
  return row!.id;
}

/** Everything that a request against this game's users could change, and her network's settings, as one text. */
export async function stateOf({
  game,
  network,
}: {
  game: Pick<Game, 'key'>;
  network?: Pick<Network, 'integration'>;
}): Promise<string> {
  const [row] = await query<{ state: string }>(
    `WITH u AS (SELECT e.id FROM end_user e JOIN app a ON a.id = e.app_id WHERE a.key = $1),
          t AS (SELECT * FROM ticket WHERE user_id IN (SELECT id FROM u))
     SELECT jsonb_build_object(
       'users', (SELECT count(*) FROM u),
       'tickets', (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.id) FROM t),
       'drafts', (SELECT jsonb_agg(to_jsonb(d) ORDER BY d.id) FROM ticket_draft d WHERE d.user_id IN (SELECT id FROM u)),
       'pictures', (SELECT jsonb_agg(to_jsonb(s) ORDER BY s.id) FROM screenshot s WHERE s.user_id IN (SELECT id FROM u)),
       'messages', (SELECT jsonb_agg(to_jsonb(m) ORDER BY m.id) FROM message m WHERE m.ticket_id IN (SELECT id FROM t)),
       'events', (SELECT count(*) FROM ticket_event e WHERE e.ticket_id IN (SELECT id FROM t)),
       'validations', (SELECT jsonb_agg(to_jsonb(v) ORDER BY v.id) FROM email_validation v WHERE v.user_id IN (SELECT id FROM u)),
       'e-mails', (SELECT count(*) FROM email e WHERE e.user_id IN (SELECT id FROM u)),
       'clicks', (SELECT count(*) FROM click c WHERE c.user_id IN (SELECT id FROM u)),
       'decisions', (SELECT count(*) FROM decision d WHERE d.ticket_id IN (SELECT id FROM t)),
       'grants', (SELECT count(*) FROM reward_grant g WHERE g.user_id IN (SELECT id FROM u)),
       'callbacks', (SELECT count(*) FROM callback c JOIN app a ON a.id = c.app_id WHERE a.key = $1),
       'integration', (SELECT to_jsonb(i) FROM integration i WHERE i.key = $2))::text AS state`,
    [game.key, network?.integration ?? null],
  );
  return row!.state;
}
