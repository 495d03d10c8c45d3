/** Which message in which language a form is about. */
import type { PostedForm } from '@/app/api/wall/form-body';
import { isWorded, type WordedTemplate } from '@/lib/emails/override-shape';
import { type Language, languageOf } from '@/lib/emails/template';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export type TemplateParams = { template: string };

const PAGES = '/console/settings/emails';

export const pageOf = ({ template }: TemplateParams) => `${PAGES}/${encodeURIComponent(template)}`;

export function namedTemplate(
  form: PostedForm,
  { template }: TemplateParams,
): { template: WordedTemplate; locale: Language } | Refusal {
  if (!isWorded(template)) return refuse('not-found', 'There is no such e-mail.');
  return { template, locale: languageOf(form.text('locale')) };
}

export function doneAt(params: TemplateParams, locale: string, done: string): { page: string } {
  return { page: `${pageOf(params)}?${new URLSearchParams({ locale, done })}` };
}

export const wordsIn = (form: PostedForm) => ({
  subject: form.text('subject'),
  heading: form.text('heading'),
  body: form.text('body'),
});
