/** Answers from a form: of one claim, or one answer for several that were chosen (R21). */
import type { FindVisit } from '@/app/api/advertiser/portal-doors';
import { readForm } from '@/app/api/wall/form-body';
import { problem, route, seeOther } from '@/lib/foundation/route';
import { answerClaims } from '@/lib/rechecks/answer-claims';
import { readReportLines } from '@/lib/rechecks/answer-report';
import { type AnswerRow, readAnswer } from '@/lib/rules/claims-csv';
import { isRefusal } from '@/lib/rules/refusal';
import { readTicketNumber } from '@/lib/rules/ticket-number';

type Context = { params: Promise<Record<string, string>> };

/** As many as a page shows, and the other fields. */
const MOST_FIELDS = 120;

export function answersDoor(find: FindVisit) {
  return route<Context>(async (request, { params }, now) => {
    const found = await find(request, await params, now, 'answer');
    if (isRefusal(found)) return problem(found);
    const form = await readForm(request, { several: ['claim'], most: MOST_FIELDS });
    if (isRefusal(form)) return problem(form);
    const { visit, door } = found;
    const numbers = [...new Set(form.texts('claim').map(readTicketNumber))].filter((number) => number !== null);
    const back = (said: Record<string, string>) => seeOther(pageWith(door.claims, form.text('lang'), said));
    if (numbers.length === 0) return back({ problem: 'none-chosen' });
    const [answer = '', reason = ''] = form.text('answer').split(':');
    const read = readAnswer({ answer, reason: reason || form.text('reason'), words: form.text('words') });
    if (typeof read === 'string') return back({ problem: read, ...(numbers.length === 1 && { claim: numbers[0]! }) });
    const rows = numbers.map((number, at): AnswerRow => ({ line: at + 1, number, kind: 'answer', ...read }));
    const { id } = await answerClaims(visit, { kind: 'form' }, rows);
    if (rows.length > 1) return seeOther(pageWith(`${door.pages}/answers/${id}`, form.text('lang')));
    const [{ outcome, code }] = (await readReportLines(id)) as [Awaited<ReturnType<typeof readReportLines>>[number]];
    return back({ ...(code ? { problem: code } : { done: outcome! }), claim: numbers[0]! });
  });
}

/** A page of ours, in the language that was chosen. */
export function pageWith(path: string, lang: string, said: Record<string, string> = {}): string {
  const query = new URLSearchParams({ ...said, ...(/^[A-Za-z-]{2,12}$/.test(lang) && { lang }) });
  return query.size > 0 ? `${path}?${query}` : path;
}
