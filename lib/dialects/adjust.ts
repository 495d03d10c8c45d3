/**
 * Adjust: help.adjust.com, "callbacks-checklist-partner", "event-callbacks". `activity_kind` says what happened; of an
 * event the token counts, because its name can be changed. Rejected installs come as kinds of their own, with a reason.
 * The sandbox is for tests. Values it does not have are dropped. It tries up to six times in 24 hours, on 5xx only,
 * follows no redirects, signs nothing and has no id of a conversion: click, token and `created_at` (of an install: the
 * click) are the transaction.
 */
import { type ConfirmationState, type Notice, type Refused, SECRET_PLACE } from './dialect';
import { malformed, mapped } from './parameters';
import { trackerDialect } from './tracker';

type Meaning = { event: string; state?: ConfirmationState };

const REJECTIONS: Readonly<Record<string, string>> = {
  rejected_install: 'install',
  rejected_reattribution: 'reattribution',
};

export const adjust = trackerDialect({
  name: 'adjust',
  title: 'Adjust',
  click: ['click_id', 'clickid'],
  event: ['event_token', 'event'],
  distinction: ['created_at'],
  reason: ['rejection_reason'],
  token: ['token'],
  // Of events it reports no rejection, only of installs.
  sample: ({ state, taskKey }) => {
    const isInstall = taskKey === null || taskKey === 'install';
    if (state === 'PENDING' || (state === 'RECONCILED' && !isInstall)) return null;
    const kind = state === 'RECONCILED' ? 'rejected_install' : isInstall ? 'install' : 'event';
    return {
      filled: { activity_kind: kind, event_token: isInstall ? null : taskKey, environment: 'production' },
    };
  },
  peculiar: (given, { eventMap }) => {
    if (given.get('environment')?.toLowerCase() === 'sandbox') return { kind: 'test' };
    const kind = given.get('activity_kind') ?? 'event';
    if (kind === 'event') return given.has('event_token') || given.has('event') ? null : unnamed();
    return meaningOf(kind, eventMap);
  },
  setup: {
    urlTemplate: (door) =>
      `${door}?click_id={click_id}&activity_kind={activity_kind}&event_token={event}&created_at={created_at}` +
      `&rejection_reason={rejection_reason}&environment={environment}&token=${SECRET_PLACE}`,
    allowedIpsPreset: [],
    notes: [
      'Put our click id into "click_id" of the Adjust link; it comes back under the same name.',
      'Set the address for install, rejected install and each event; map event tokens, not names.',
      'Adjust publishes the addresses it calls from; add them to the allow-list.',
    ],
  },
});

function unnamed(): Refused {
  return malformed('"event_token" must be the token of the event, or "activity_kind" say what happened.');
}

/** Other kinds (session, reinstall, …) are nobody's task, unless the operator says which. */
function meaningOf(kind: string, eventMap: Readonly<Record<string, string>>): Meaning | Notice {
  const rejected = mapped(REJECTIONS, kind);
  const event = rejected ?? kind;
  if (event !== 'install' && mapped(eventMap, event) === undefined)
    return { kind: 'nothing', why: `Adjust reports "${kind.slice(0, 64)}", which is no task.` };
  return rejected ? { event, state: 'RECONCILED' } : { event };
}
