/**
 * The rows of the history, gathered in memory and written with one statement per table. What is derived elsewhere is
 * derived here by the same functions: event ids, signatures, contents, Message-IDs.
 */
import type { Letter } from '@/lib/outbox/promise-email';

type Row = Record<string, unknown>;

export type Rows = {
  receipts: Row[];
  confirmations: Row[];
  grants: Row[];
  callbacks: Row[];
  attempts: Row[];
  tickets: Row[];
  ticketTasks: Row[];
  events: Row[];
  clocks: Row[];
  decisions: Row[];
  validations: Row[];
  letters: { letter: Letter; at: Date }[];
};

export function noRows(): Rows {
  return {
    receipts: [],
    confirmations: [],
    grants: [],
    callbacks: [],
    attempts: [],
    tickets: [],
    ticketTasks: [],
    events: [],
    clocks: [],
    decisions: [],
    validations: [],
    letters: [],
  };
}
