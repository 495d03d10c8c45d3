/** The live door itself: what it says, from where on, to how many at once, and of whom nothing. */
import { expect, test } from '@playwright/test';
import { anAgent } from '../support/doors';
import { demo, query } from '../support/fixtures';
import { aWorld } from '../support/world';

type Heard = { id: string | null; event: string; data: string };

/** Reads a stream until it has heard enough, and lets go of it. */
async function hear(path: string, headers: Record<string, string>, enough: (heard: Heard[]) => boolean) {
  const stop = new AbortController();
  const answer = await fetch(`${demo.url}${path}`, { headers, signal: stop.signal });
  const heard: Heard[] = [];
  if (answer.ok) {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop()!;
      heard.push(...blocks.filter((block) => block.includes('event:')).map(readBlock));
      if (enough(heard)) break;
    }
  }
  stop.abort();
  return { answer, heard };
}

function readBlock(block: string): Heard {
  const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: ?(.*)/s)));
  return { id: fields.id ?? null, event: fields.event, data: fields.data ?? '' };
}

const ticketsIn = (heard: Heard[]) => heard.filter(({ event }) => event === 'ticket');
const touch = (number: string) => query('UPDATE ticket SET version = version + 1 WHERE number = $1', [number]);

test('says what changed, from a cursor on, and nothing about a person', async () => {
  const { agent, alice } = await aWorld();
  const headers = { Cookie: agent.cookie };
  const [before] = await query<{ cursor: string }>(`SELECT live_edge() || '-0' AS cursor`);
  await touch(alice.number);
  const mine = (heard: Heard[]) => ticketsIn(heard).filter(({ data }) => data.includes(alice.number));
  const first = await hear(`/api/console/live?cursor=${before!.cursor}`, headers, (heard) => mine(heard).length > 0);
  expect(first.answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(first.answer.headers.get('cache-control')).toBe('no-store, no-transform');
  const told = mine(first.heard)[0]!;
  expect(Object.keys(JSON.parse(told.data)).sort()).toEqual(['kind', 'number', 'status', 'version']);

  // What the browser has heard counts more than what its page was made with.
  await touch(alice.number);
  const again = await hear(
    `/api/console/live?cursor=${before!.cursor}`,
    { ...headers, 'Last-Event-ID': told.id! },
    (heard) => mine(heard).length > 0,
  );
  expect(again.heard.map(({ id }) => id)).not.toContain(told.id);
});

test('a cursor that nobody gave out leads to looking at everything', async () => {
  const { agent } = await aWorld();
  const { heard } = await hear('/api/console/live?cursor=999999999999-1', { Cookie: agent.cookie }, (all) =>
    all.some(({ event }) => event === 'many'),
  );
  expect(heard.map(({ event }) => event)).toContain('many');
});

test('a session has so many streams at once, and no more', async () => {
  const { cookie } = await anAgent('senior');
  const stops: AbortController[] = [];
  const open = async () => {
    const stop = new AbortController();
    stops.push(stop);
    return (await fetch(`${demo.url}/api/console/live`, { headers: { Cookie: cookie }, signal: stop.signal })).status;
  };
  const answers: number[] = [];
  for (let one = 0; one < 9; one += 1) answers.push(await open());
  expect(answers).toEqual([...Array(8).fill(200), 429]);
  for (const stop of stops) stop.abort();
  // Who has gone makes room.
  await expect.poll(open).toBe(200);
  stops.at(-1)!.abort();
});

test('a stream ends with its session, and no other does', async () => {
  const [leaving, staying] = [await anAgent('senior'), await anAgent('senior')];
  const stop = new AbortController();
  const open = (cookie: string) =>
    fetch(`${demo.url}/api/console/live`, { headers: { Cookie: cookie }, signal: stop.signal });
  const [ending, going] = [await open(leaving.cookie), await open(staying.cookie)];
  const heard: string[] = [];
  const other = going.text().then(
    () => heard.push('the end'),
    () => undefined,
  );
  const ended = ending.text();
  await fetch(`${demo.url}/api/auth/signout`, {
    method: 'POST',
    headers: { Cookie: leaving.cookie, Origin: demo.url },
    redirect: 'manual',
  });
  expect(await ended).toContain('retry: 2000');
  expect((await open(leaving.cookie)).status).toBe(401);
  expect(heard).toEqual([]);
  stop.abort();
  await other;
});
