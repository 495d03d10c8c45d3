/**
 * Keitaro: v9.help.keitaro.io, "conversions-and-postback/postback", "s2s-postback-placeholders". A `lead` is not paid
 * yet, a `sale` is, `rejected` and `trash` never will be; without a status it is a sale. The address may map other words
 * itself (`sale_status=approved,confirmed`, `ignore_status=ping`). `tid` counts the actions of one click ("tid=2 is the
 * second deposit"): it names no conversion on its own, so that click, event and tid are the transaction. Its secret key
 * is a part of the path; here it is a parameter.
 */
import { type ConfirmationState, SECRET_PLACE } from './dialect';
import { mapped, type Parameters } from './parameters';
import { plain, trackerDialect } from './tracker';

const MAPPED_IN_ADDRESS: readonly (readonly [parameter: string, state: ConfirmationState])[] = [
  ['sale_status', 'COMPLETED'],
  ['lead_status', 'PENDING'],
  ['rejected_status', 'RECONCILED'],
];

export const keitaro = trackerDialect({
  name: 'keitaro',
  title: 'Keitaro',
  click: ['subid', 'external_id'],
  event: ['event'],
  distinction: ['tid'],
  states: { sale: 'COMPLETED', deposit: 'COMPLETED', lead: 'PENDING', trash: 'RECONCILED' },
  words: { COMPLETED: 'sale', PENDING: 'lead', RECONCILED: 'rejected' },
  reason: ['reason'],
  payout: ['payout', 'revenue'],
  token: ['token'],
  peculiar: (given, { statusMap }) => {
    const word = given.get('status');
    if (word === undefined || mapped(statusMap, word) !== undefined) return null;
    if (lists(given, 'ignore_status', word))
      return { kind: 'nothing', why: `The address says to ignore the status "${word.slice(0, 64)}".` };
    const state = MAPPED_IN_ADDRESS.find(([parameter]) => lists(given, parameter, word))?.[1];
    return state ? { state } : null;
  },
  setup: {
    urlTemplate: (door) =>
      `${door}?subid={external_id}&status={status}&tid={tid}&payout={revenue}&token=${SECRET_PLACE}`,
    allowedIpsPreset: [],
    notes: [
      'Put our click id into external_id of the traffic source.',
      'Choose lead, sale and rejected as the statuses to send. Other words can be mapped in the address, or here.',
    ],
  },
  answer: () => plain('Success'),
});

function lists(given: Parameters, parameter: string, word: string): boolean {
  const words = (given.get(parameter) ?? '').split(',').map((listed) => listed.trim().toLowerCase());
  return words.includes(word.toLowerCase());
}
