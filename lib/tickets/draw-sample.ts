/** Of automatic decisions, some are put aside for a person to look at again (R17: the automation is watched). */
import { type Runner, recordset, sql, type Tx } from '@/lib/foundation/db';
import { inSample, SAMPLED_PERCENT } from '@/lib/rules/sample';

type Decided = { ticketId: string; round: number; outcome: string };

export async function drawSample(tx: Tx, decided: readonly Decided[]): Promise<void> {
  if (decided.length === 0) return;
  const percent = await readPercent(tx);
  const rows = decided
    .filter(({ ticketId, round }) => inSample(ticketId, round, percent))
    .map(({ ticketId, round, outcome }) => ({ ticket_id: ticketId, round, outcome }));
  if (rows.length === 0) return;
  const drawn = rows.map(({ ticket_id }) => ticket_id);
  // An earlier decision that nobody has looked at yet is no longer the one that counts.
  await tx.execute(sql`DELETE FROM sample_check WHERE ticket_id = ANY(${drawn}::uuid[]) AND verdict IS NULL`);
  await tx.execute(sql`
    INSERT INTO sample_check (ticket_id, round, outcome, drawn_at)
    SELECT ticket_id, round, outcome, ${tx.now} FROM ${recordset(rows, 'ticket_id uuid, round int, outcome text')}
    ON CONFLICT DO NOTHING`);
}

/** `sample` = { "percent": 5 }. */
async function readPercent(runner: Runner): Promise<number> {
  const [row] = await runner.query<{ value: { percent?: number } }>(
    sql`SELECT value FROM setting WHERE key = 'sample'`,
  );
  const percent = row?.value.percent;
  return typeof percent === 'number' && percent >= 0 && percent <= 100 ? percent : SAMPLED_PERCENT;
}
