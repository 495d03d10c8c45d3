/**
 * Kochava: support.kochava.com 630, "Create a custom postback". The event of an install is `_install`. The advertiser
 * sets how often (0 to 10) and after what delay it tries again. Nothing is signed and nothing names a conversion: click,
 * event and its time (of an install: the click) are the transaction.
 */
import { SECRET_PLACE } from './dialect';
import { trackerDialect } from './tracker';

export const kochava = trackerDialect({
  name: 'kochava',
  title: 'Kochava',
  click: ['click_id', 'clickid'],
  event: ['event_name', 'event'],
  eventWhenUnnamed: 'install',
  distinction: ['event_time'],
  reason: ['reason'],
  token: ['token'],
  sample: ({ state, taskKey, reason }) => {
    if (state === 'PENDING') return null;
    return {
      filled: { event_name: taskKey === null || taskKey === 'install' ? '_install' : taskKey },
      added: state === 'RECONCILED' ? { status: 'rejected', reason } : {},
    };
  },
  peculiar: (given) => ((given.get('event_name') ?? given.get('event')) === '_install' ? { event: 'install' } : null),
  setup: {
    urlTemplate: (door) =>
      `${door}?click_id={click_id}&event_name={event_name}&event_time={event_time}&token=${SECRET_PLACE}`,
    allowedIpsPreset: [],
    notes: [
      'Choose the macros for click id, event name and event time from the list in Kochava’s postback editor.',
      'Set retry attempts to 10.',
      'For rejected installs use the same address and add "status=rejected" and "reason".',
    ],
  },
});
