/** Bad input, rows RC: what an advertiser answers at the portal (spellings of files: lib/rules/claims-csv.test.ts). */
import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { call, form, JSON_PLEASE, multipart, OWN } from '../../support/doors';
import { aClick, aGame, aNetwork, anOffer, api, type Game, type Network, query } from '../../support/fixtures';
import { aPortal, type Portal } from '../../support/portal';
import { DESCRIPTION } from '../../support/world';
import { staysUp } from './setting';

staysUp();

type Asked = { game: Game; network: Network; numbers: string[]; portal: Portal };

/** Tickets that are with their advertiser, worth more than the automation decides. */
async function asked(count: number): Promise<Asked> {
  const [game, network] = [await aGame(), await aNetwork()];
  const numbers: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const click = await aClick(game, await anOffer(network, { payoutUsd: '12.00' }), randomUUID());
    const opened = await api('POST', '/tickets', {
      click,
      email: `${randomUUID()}@example.com`,
      description: DESCRIPTION,
    });
    numbers.push(opened.body.number);
  }
  await query(`UPDATE ticket SET status = 'WITH_ADVERTISER', validated_at = now() WHERE number = ANY($1)`, [numbers]);
  return { game, network, numbers, portal: await aPortal(network.advertiser, numbers) };
}

const statusOf = async (number: string) =>
  (await query<{ status: string }>('SELECT status FROM ticket WHERE number = $1', [number]))[0]!.status;

const claimOf = async (number: string) =>
  (
    await query<{ status: string; answer: string | null }>(
      'SELECT r.status, r.answer FROM recheck r JOIN ticket t ON t.id = r.ticket_id WHERE t.number = $1',
      [number],
    )
  )[0]!;

const answer = ({ token }: Portal, fields: Record<string, string>) =>
  call('POST', `/api/advertiser/${token}/answers`, form(fields));

async function upload({ token }: Portal, file: string | Buffer): Promise<{ status: number; location: string }> {
  const sent = multipart([{ name: 'file', filename: 'answers.csv', value: file, type: 'text/csv' }]);
  const { status, headers } = await call('POST', `/api/advertiser/${token}/uploads`, sent);
  return { status, location: headers.location ?? '' };
}

/** Line by line what became of it, as the file of the report says. */
async function reportOf({ location }: { location: string }): Promise<string[]> {
  const { text } = await call('GET', `/api${location}/report.csv`);
  const rows = text.trim().split('\r\n').slice(1);
  return rows.map((row) => {
    const [line, , , , outcome, why] = row.split(',');
    return `${line} ${why || outcome}`;
  });
}

test('RC-004 the claim of another letter, and of another advertiser, is not there', async () => {
  const [mine, theirs] = [await asked(1), await asked(1)];
  const other = await aPortal(mine.network.advertiser, []);
  for (const portal of [other, theirs.portal]) {
    const said = await answer(portal, { claim: mine.numbers[0]!, answer: 'eligible' });
    expect(said.headers.location).toContain('problem=not-found');
    const page = await call('GET', `/advertiser/${portal.token}`);
    expect(page.text).not.toContain(mine.numbers[0]);
  }
  expect((await call('GET', `/api/advertiser/${randomUUID()}/claims.csv`)).status).toBe(404);
  expect(await claimOf(mine.numbers[0]!)).toEqual({ status: 'ASKED', answer: null });
});

test('RC-005 a file is answered row by row, and the same file again changes nothing', async () => {
  const { numbers, portal } = await asked(2);
  const theirs = await asked(1);
  const file = `\uFEFFclaim,answer,reason,words,note\r\n${[
    `${numbers[0]},eligible,,,=1+1`,
    `${numbers[1]},not-eligible,fraud,"=HYPERLINK(""x"")",`,
    `${numbers[1]},eligible,,,`,
    `${theirs.numbers[0]},eligible,,,`,
    'nothing,eligible,,,',
    `${numbers[0]},eligible,,,`,
  ].join('\n')}`;
  const first = ['2 recorded', '3 recorded', '4 conflict', '5 not-found', '6 no-claim', '7 duplicate'];
  expect(await reportOf(await upload(portal, file))).toEqual(first);
  const again = first.map((one) => one.replace('recorded', 'duplicate'));
  expect(await reportOf(await upload(portal, Buffer.from(file, 'utf16le')))).toEqual(again);
  expect(await claimOf(theirs.numbers[0]!)).toEqual({ status: 'ASKED', answer: null });
  const download = await call('GET', `/api/advertiser/${portal.token}/claims.csv?show=closed`);
  expect(download.text).toContain(`"'=HYPERLINK(""x"")"`);
});

test('RC-005 a file that cannot be answered from is refused with words, and nothing is kept', async () => {
  const { numbers, portal } = await asked(1);
  const files: [string, string | Buffer][] = [
    ['columns', `claim,answer${','.repeat(1_000_000)}\n`],
    ['rows', `claim,answer\n${`${numbers[0]},eligible\n`.repeat(10_001)}`],
    ['heading', `claim,reply\n${numbers[0]},eligible\n`],
    ['encoding', Buffer.from([0x63, 0xe9, 0xff, 0x0a])],
    ['too-large', `claim,answer\n${'x'.repeat(5 * 1024 * 1024)}`],
    ['empty', 'claim,answer\n'],
  ];
  for (const [problem, file] of files) {
    const said = await upload(portal, file);
    expect(said, problem).toEqual({ status: 303, location: `/advertiser/${portal.token}?upload=${problem}` });
  }
  const kept = await query('SELECT FROM answer_batch WHERE request_id = $1', [portal.requestId]);
  expect([kept, await claimOf(numbers[0]!)]).toEqual([[], { status: 'ASKED', answer: null }]);
});

test('RC-006 an answer after the ticket was closed is stored, moves nothing, and an agent is told', async () => {
  const { numbers, portal } = await asked(1);
  const [number] = numbers as [string];
  await query(`UPDATE recheck SET status = 'EXPIRED', closed_at = now() WHERE request_id = $1`, [portal.requestId]);
  await query(`UPDATE ticket SET status = 'CLOSED', closed_at = now(), closed_reason = 'rewarded' WHERE number = $1`, [
    number,
  ]);
  const said = await answer(portal, { claim: number, answer: 'eligible' });
  expect(said.headers.location).toContain('done=late');
  expect(await claimOf(number)).toEqual({ status: 'EXPIRED', answer: 'eligible' });
  expect(await statusOf(number)).toBe('CLOSED');
  const told = await query(
    `SELECT FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id WHERE t.number = $1 AND e.kind = 'recheck-answered-late'`,
    [number],
  );
  expect(told).toHaveLength(1);
});

test('RC-007 words are never taken for an answer', async () => {
  const { numbers, portal } = await asked(1);
  const [number] = numbers as [string];
  for (const word of ['approved', 'yes', 'ok', '', 'eligible please']) {
    const said = await answer(portal, { claim: number, answer: word, words: 'approved' });
    expect(said.headers.location, word).toContain('problem=unknown-answer');
  }
  expect(await reportOf(await upload(portal, `claim,answer\n${number},approved\n`))).toEqual(['2 unknown-answer']);
  expect(await claimOf(number)).toEqual({ status: 'ASKED', answer: null });
});

test('a link that was revoked, or is over, opens nothing and answers nothing', async () => {
  for (const ended of ['revoked_at = now()', 'expires_at = now()']) {
    const { numbers, portal } = await asked(1);
    await query(`UPDATE recheck_request SET ${ended} WHERE id = $1`, [portal.requestId]);
    expect((await answer(portal, { claim: numbers[0]!, answer: 'eligible' })).status).toBe(404);
    expect((await call('GET', `/api/advertiser/${portal.token}/claims.csv`)).status).toBe(404);
    const page = await call('GET', `/advertiser/${portal.token}`);
    expect(page.headers.location).toBe('/advertiser/link-over?why=over');
    expect(await claimOf(numbers[0]!)).toEqual({ status: 'ASKED', answer: null });
  }
});

test('a contact answers for their advertiser, and for nobody else’s', async () => {
  const [mine, theirs] = [await asked(1), await asked(1)];
  const headers = { ...OWN, ...JSON_PLEASE, Cookie: mine.portal.contact.cookie };
  const say = (claim: string) =>
    call('POST', '/api/advertiser/me/answers', form({ claim, answer: 'eligible' }, headers));
  expect((await say(theirs.numbers[0]!)).headers.location).toContain('problem=not-found');
  expect((await say(mine.numbers[0]!)).headers.location).toContain('done=recorded');
  const log = await call('GET', '/advertiser/postbacks', { headers: { Cookie: mine.portal.contact.cookie } });
  expect(log.text).not.toContain(theirs.network.integration);
});

test('asking for a link says the same of every address', async () => {
  const { portal } = await asked(0);
  const ask = (email: string) => call('POST', '/api/advertiser/link', form({ email }, OWN));
  const [known, unknown] = [await ask(portal.contact.email), await ask(`${randomUUID()}@example.com`)];
  expect([known.status, known.headers.location]).toEqual([303, '/advertiser?done=asked']);
  expect([unknown.status, unknown.headers.location]).toEqual([known.status, known.headers.location]);
});
