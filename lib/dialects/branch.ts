/**
 * Branch: help.branch.io, "postback-macros-functions", "additional-ip-addresses-for-webhooks". `name` is the event,
 * `id` names it for ever and is the transaction. What is not attributed is not ours. Opens, clicks, page views and the
 * like are nobody's task unless the operator says so. Nothing is signed.
 */
import { SECRET_PLACE } from './dialect';
import { malformed, mapped } from './parameters';
import { trackerDialect } from './tracker';

const NO_TASKS = [
  'impression',
  'click',
  'open',
  'reinstall',
  'pageview',
  'web_session_start',
  'web_to_app_auto_redirect',
  'branch_cta_view',
  'sms_sent',
];

export const branch = trackerDialect({
  name: 'branch',
  title: 'Branch',
  click: ['click_id', 'clickid'],
  event: ['name'],
  transaction: ['id'],
  distinction: ['event_timestamp'],
  reason: ['reason'],
  token: ['token'],
  sample: ({ state, taskKey }) =>
    state === 'COMPLETED' ? { filled: { name: taskKey ?? 'INSTALL', attributed: '1' } } : null,
  peculiar: (given, { eventMap }) => {
    const name = given.get('name');
    if (name === undefined) return malformed('"name" must be the name of the event.');
    if (given.get('attributed')?.trim() === '0')
      return { kind: 'nothing', why: 'Branch did not attribute this event.' };
    return NO_TASKS.includes(name.toLowerCase()) && mapped(eventMap, name) === undefined
      ? { kind: 'nothing', why: `Branch reports "${name}", which is no task.` }
      : { event: name === 'INSTALL' ? 'install' : name };
  },
  setup: {
    urlTemplate: (door) =>
      `${door}?click_id=\${(last_attributed_touch_data.~click_id)!}&name=\${(name)!}&id=\${(id)!}` +
      `&event_timestamp=\${(event_timestamp)!}&attributed=<#if attributed>1<#else>0</#if>&token=${SECRET_PLACE}`,
    allowedIpsPreset: ['52.8.85.213', '54.153.26.149', '54.153.41.111', '54.176.133.14', '54.193.10.161'],
    notes: [
      'Put our click id into "~click_id" of the Branch link.',
      'Branch calls from older addresses as well: see its page.',
    ],
  },
});
