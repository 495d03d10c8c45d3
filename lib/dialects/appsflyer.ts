/**
 * AppsFlyer: support.appsflyer.com, "Postback macros for ad networks" (207273946), and 4413892641681, 360001376085.
 * One template for install and in-app event, and the same for the *blocked* ones of Protect360 and of targeting rules:
 * a `blocked_reason` makes it a rejection, of the install itself when no event is named. Nothing is signed. It sends
 * again only on a 5xx, four times every 15 minutes, and only to partners who asked for it; it tells the partner to
 * deduplicate, and has no id to do it by: the transaction is click, event and event time, and for an install the click.
 */
import { SECRET_PLACE } from './dialect';
import { trackerDialect } from './tracker';

export const appsflyer = trackerDialect({
  name: 'appsflyer',
  title: 'AppsFlyer',
  click: ['clickid', 'click_id'],
  event: ['event', 'event_name'],
  eventWhenUnnamed: 'install',
  distinction: ['event_time'],
  token: ['token'],
  sample: ({ state, reason }) => {
    if (state === 'PENDING') return null;
    return { filled: { blocked_reason: state === 'RECONCILED' ? (reason ?? 'blocked') : null } };
  },
  peculiar: (given) => {
    const reasons = ['blocked_reason', 'blocked_reason_value', 'blocked_sub_reason'].flatMap((n) => given.get(n) ?? []);
    const isRejected = reasons.length > 0 || /^(1|true)$/i.test(given.get('is_rejected') ?? '');
    return isRejected ? { state: 'RECONCILED', reason: reasons.join(' / ') || 'blocked' } : null;
  },
  setup: {
    urlTemplate: (door) =>
      `${door}?clickid=(clickid)&event=(event-name)&event_time=(timestamp)&blocked_reason=(blocked-reason)` +
      `&blocked_reason_value=(blocked-reason-value)&blocked_sub_reason=(blocked-sub-reason)&token=${SECRET_PLACE}`,
    allowedIpsPreset: [],
    notes: [
      'Put our click id into "clickid" of the attribution link.',
      'Use the same address for installs, in-app events, and the rejected ones of both; leave re-engagements out.',
      'Ask AppsFlyer to repeat failed postbacks: it does so only for partners who asked.',
    ],
  },
});
