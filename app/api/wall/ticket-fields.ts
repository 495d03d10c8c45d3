/** The form's fields as they came, before any judgement: what a draft keeps. */
import type { PostedForm } from '@/app/api/wall/form-body';

export function ticketFields(form: PostedForm) {
  return {
    tasks: form.texts('tasks'),
    email: form.text('email'),
    description: form.text('description'),
    answers: form.group('answers'),
  };
}

export function formPage(click: string, problem?: string): string {
  const retry = problem ? `&retry=1&problem=${problem}` : '';
  return `/wall/support/new?click=${encodeURIComponent(click)}${retry}`;
}
