/**
 * Singular: support.singular.net 115004063323 (macros), 115000483946 (retries, addresses), 360032871792 (fraud postbacks).
 * An install has no event. A fraud postback is an address of its own with the reason why the touchpoint was rejected;
 * suspicious installs are ordinary ones. It tries again on 500 to 559 only, after 1, 5, 15, 30 and 60 minutes. Nothing
 * is signed and nothing names a conversion: click, event and its time (of an install: the click) are the transaction.
 */
import { SECRET_PLACE } from './dialect';
import { mapped } from './parameters';
import { trackerDialect } from './tracker';

export const singular = trackerDialect({
  name: 'singular',
  title: 'Singular',
  click: ['cl', 'click_id'],
  event: ['event', 'evtname'],
  eventWhenUnnamed: 'install',
  distinction: ['event_time', 'utc'],
  token: ['token'],
  sample: ({ state, reason }) => {
    if (state === 'PENDING') return null;
    return {
      filled: { re_engagement: '0' },
      added: { rejection_reason: state === 'RECONCILED' ? (reason ?? 'fraud') : null },
    };
  },
  peculiar: (given, { eventMap }) => {
    const reason = given.get('rejection_reason');
    if (reason !== undefined) return { state: 'RECONCILED', reason };
    const isReturn = given.get('re_engagement') === '1' && !given.has('event') && !given.has('evtname');
    if (!isReturn) return null;
    return mapped(eventMap, 're-engagement') === undefined
      ? { kind: 'nothing', why: 'Singular reports a re-engagement, which is no install.' }
      : { event: 're-engagement' };
  },
  setup: {
    urlTemplate: (door) =>
      `${door}?cl={cl?NetworkName}&event={EVTNAME}&event_time={UTCM}&re_engagement={IS_RE_ENG}&token=${SECRET_PLACE}`,
    allowedIpsPreset: ['198.134.6.0/23'],
    notes: [
      'Put our click id into "cl" of the tracking link, and write your network’s name at Singular for NetworkName.',
      'For fraud postbacks use the same address and add "rejection_reason" with the macro of the decision’s reason.',
    ],
  },
});
