/** Answers as a file (RC-005). What is wrong with the file as a whole is said on the page; of its rows there is a report. */
import { pageWith } from '@/app/api/advertiser/answers-door';
import type { FindVisit } from '@/app/api/advertiser/portal-doors';
import { readForm } from '@/app/api/wall/form-body';
import { problem, route, seeOther } from '@/lib/foundation/route';
import { answerClaims } from '@/lib/rechecks/answer-claims';
import { MOST_BYTES, readAnswerFile } from '@/lib/rules/claims-csv';
import { isRefusal } from '@/lib/rules/refusal';

type Context = { params: Promise<Record<string, string>> };

/** The file, and what the form puts around it. */
const LIMIT = MOST_BYTES + 64 * 1024;

export function uploadsDoor(find: FindVisit) {
  return route<Context>(async (request, { params }, now) => {
    const found = await find(request, await params, now, 'upload');
    if (isRefusal(found)) return problem(found);
    const { visit, door } = found;
    const form = await readForm(request, { files: 'file', limit: LIMIT });
    const back = (why: string, lang = '') => seeOther(pageWith(door.claims, lang, { upload: why }));
    if (isRefusal(form)) return form.refused === 'too-large' ? back('too-large') : problem(form);
    const [file] = form.files;
    if (!file) return back('none', form.text('lang'));
    const rows = readAnswerFile(new Uint8Array(await file.arrayBuffer()));
    if (isRefusal(rows)) return back(rows.fields?.file ?? 'unreadable', form.text('lang'));
    if (rows.length === 0) return back('empty', form.text('lang'));
    const fileName = file.name.replaceAll('\0', '').toWellFormed();
    const { id } = await answerClaims(visit, { kind: 'csv', fileName }, rows);
    return seeOther(pageWith(`${door.pages}/answers/${id}`, form.text('lang')));
  });
}
