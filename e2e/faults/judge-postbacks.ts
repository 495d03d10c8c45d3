/** What senders were promised against what is on file: nothing missing, nothing twice, nothing that nobody sent. */
import { type Figures, type Finding, say } from './judge';
import type { Laboratory } from './laboratory';
import { type Heard, keyOf, type Ledger } from './postback-senders';

export async function judgePromises(
  lab: Laboratory,
  ledger: Ledger,
): Promise<{ findings: Finding[]; figures: Figures }> {
  const { promised, refused } = ledger;
  const firsts = promised.filter(({ outcome }) => outcome !== 'duplicate').map(({ postback }) => keyOf(postback));
  const { rows } = await lab.client.query<{ key: string; count: number }>(`
    SELECT transaction || ' ' || state AS key, count(*)::int FROM confirmation GROUP BY 1`);
  const onFile = new Map(rows.map(({ key, count }) => [key, count]));
  const missing = new Set(promised.map(({ postback }) => keyOf(postback)).filter((key) => !onFile.has(key)));
  return {
    findings: [
      ...say(await countMissing(lab, promised), 'receipts were promised and are not on file as they were promised'),
      ...say(missing.size, 'confirmations were promised and are missing'),
      ...say(rows.filter(({ count }) => count > 1).length, 'confirmations are on file twice'),
      ...say(rows.filter(({ key }) => !ledger.sent.has(key)).length, 'confirmations are on file that nobody sent'),
      ...say(firsts.length - new Set(firsts).size, 'confirmations were answered as new more than once'),
      ...say(await countMissing(lab, refused), 'refusals are not on file'),
    ],
    figures: {
      answered: promised.length,
      confirmations: onFile.size,
      refused: refused.length,
      unanswered: ledger.unanswered,
      slowestAnswerMs: ledger.slowestMs,
    },
  };
}

async function countMissing({ client }: Laboratory, heard: readonly Heard[]): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int FROM unnest($1::uuid[], $2::text[], $3::text[]) AS said (receipt, transaction, outcome)
      WHERE NOT EXISTS (SELECT FROM receipt r WHERE r.id = said.receipt AND r.transaction = said.transaction AND r.outcome = said.outcome)`,
    [
      heard.map(({ receipt }) => receipt),
      heard.map(({ postback }) => postback.transaction),
      heard.map(({ outcome }) => outcome ?? 'refused'),
    ],
  );
  return rows[0]!.count;
}
