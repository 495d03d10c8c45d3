import { expect, test } from 'vitest';
import { fieldProblem } from '@/components/tickets/form/field-checks';
import { descriptionField, emailField, ticketForm } from '@/lib/tickets/ticket-form';

const DESCRIPTIONS = [
  '',
  'x'.repeat(19),
  'x'.repeat(20),
  ` ${'x'.repeat(19)} `,
  'x\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\ny',
  'x'.repeat(4000),
  'x'.repeat(4001),
];

for (const typed of DESCRIPTIONS) {
  test(`a description of ${typed.length} characters is judged as at the door`, () => {
    expect(fieldProblem('description', typed) === null).toBe(descriptionField.safeParse(typed).success);
  });
}

for (const typed of ['', 'a@b.co', ' a@b.co ', 'a@b', 'a@b.co,c@d.co', 'a..b@c.co', 'a@münchen.de']) {
  test(`the address "${typed}" is judged as at the door`, () => {
    expect(fieldProblem('email', typed) === null).toBe(emailField.safeParse(typed).success);
  });
}

for (const typed of ['', 'x'.repeat(500), 'x'.repeat(501)]) {
  test(`an answer of ${typed.length} characters that is not required is judged as at the door`, () => {
    expect(fieldProblem('answer', typed, false) === null).toBe(
      ticketForm.shape.answers.safeParse({ level: typed }).success,
    );
  });
}

test('a question that must be answered is not answered by spaces', () => {
  expect(fieldProblem('answer', '  ')).toBe('required');
});

test('of several steps one must be ticked', () => {
  expect([fieldProblem('steps', ''), fieldProblem('steps', 'level-10')]).toEqual(['step', null]);
});
