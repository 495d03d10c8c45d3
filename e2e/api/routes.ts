/**
 * Every address of the house, and who may use it. access.spec.ts compares this with the file system: an address that is not
 * here fails the tests until somebody says who may use it.
 */
import type { World } from '../support/world';

export type Who =
  | 'anyone'
  /** A wall session. */
  | 'visitor'
  /** A console session, with a role that may. */
  | 'agent'
  /** A session of an advertiser's contact. */
  | 'contact'
  | 'api-key'
  | 'cron-secret'
  /** The secret is in the address or the body: a signed link, a signature, a token from an e-mail. */
  | 'bearer-of-link'
  /** Exists only while the demo's mail sink is in use. */
  | 'dev';

/**
 * What somebody who has nothing gets, by method, when the request itself is as it should be: 403 or 404 also by way of our
 * own page that says so. Null: not called.
 */
export type Route = {
  who: Who;
  url: (world: World) => string;
  anonymous: Record<string, number | null>;
  scope?: string;
};

/** As long as a token of the portal, and none. */
const NO_TOKEN = 'x'.repeat(43);

/** By path below app/. */
export const ROUTES: Record<string, Route> = {
  // ── pages ──
  'page.tsx': { who: 'anyone', url: () => '/', anonymous: { GET: 200 } },
  'sign-in/page.tsx': { who: 'anyone', url: () => '/sign-in?cookie=set', anonymous: { GET: 200 } },
  'verify/[token]/page.tsx': { who: 'bearer-of-link', url: () => '/verify/nothing', anonymous: { GET: 200 } },
  't/[number]/page.tsx': {
    who: 'bearer-of-link',
    url: ({ alice }) => `/t/${alice.number}?k=x`,
    anonymous: { GET: 404 },
  },
  'wall/route.ts': {
    who: 'bearer-of-link',
    url: ({ game }) => `/wall?app=${game.key}&user=x&ts=1700000000&sig=${'0'.repeat(64)}`,
    anonymous: { GET: 403 },
  },
  'wall/offers/page.tsx': { who: 'visitor', url: () => '/wall/offers', anonymous: { GET: 403 } },
  'wall/in-progress/page.tsx': { who: 'visitor', url: () => '/wall/in-progress', anonymous: { GET: 403 } },
  'wall/in-progress/[clickId]/page.tsx': {
    who: 'visitor',
    url: ({ alice }) => `/wall/in-progress/${alice.click}`,
    anonymous: { GET: 403 },
  },
  'wall/support/page.tsx': { who: 'visitor', url: () => '/wall/support', anonymous: { GET: 403 } },
  'wall/support/new/page.tsx': {
    who: 'visitor',
    url: ({ draft }) => `/wall/support/new?click=${draft.click}`,
    anonymous: { GET: 403 },
  },
  'wall/support/appeal/page.tsx': { who: 'visitor', url: () => '/wall/support/appeal', anonymous: { GET: 403 } },
  'wall/support/[number]/page.tsx': {
    who: 'visitor',
    url: ({ alice }) => `/wall/support/${alice.number}`,
    anonymous: { GET: 403 },
  },
  'click/[offerKey]/route.ts': { who: 'visitor', url: ({ draft }) => `/click/${draft.offer}`, anonymous: { GET: 303 } },
  'advertiser/page.tsx': { who: 'anyone', url: () => '/advertiser', anonymous: { GET: 200 } },
  'advertiser/[token]/page.tsx': {
    who: 'bearer-of-link',
    url: () => `/advertiser/${NO_TOKEN}`,
    anonymous: { GET: 404 },
  },
  'advertiser/[token]/answers/[batch]/page.tsx': {
    who: 'bearer-of-link',
    url: () => `/advertiser/${NO_TOKEN}/answers/${NO_CALLBACK}`,
    anonymous: { GET: 404 },
  },
  'advertiser/sign-in/[token]/page.tsx': {
    who: 'bearer-of-link',
    url: () => '/advertiser/sign-in/nothing',
    anonymous: { GET: 200 },
  },
  'advertiser/link-over/route.ts': { who: 'anyone', url: () => '/advertiser/link-over', anonymous: { GET: 404 } },
  'advertiser/claims/page.tsx': {
    who: 'contact',
    url: () => '/advertiser/claims?show=closed',
    anonymous: { GET: 307 },
  },
  'advertiser/answers/[batch]/page.tsx': {
    who: 'contact',
    url: () => `/advertiser/answers/${NO_CALLBACK}`,
    anonymous: { GET: 307 },
  },
  'advertiser/postbacks/page.tsx': { who: 'contact', url: () => '/advertiser/postbacks', anonymous: { GET: 307 } },
  'advertiser/board/page.tsx': { who: 'contact', url: () => '/advertiser/board', anonymous: { GET: 307 } },
  'console/page.tsx': { who: 'agent', url: () => '/console', anonymous: { GET: 307 } },
  'console/apps/page.tsx': { who: 'agent', url: () => '/console/apps', anonymous: { GET: 307 } },
  'console/apps/[key]/callbacks/page.tsx': {
    who: 'agent',
    url: ({ game }) => `/console/apps/${game.key}/callbacks`,
    anonymous: { GET: 307 },
  },
  'console/apps/[key]/callbacks/[id]/page.tsx': {
    who: 'agent',
    url: ({ game }) => `/console/apps/${game.key}/callbacks/${NO_CALLBACK}`,
    anonymous: { GET: 307 },
  },
  'console/apps/[key]/callbacks/replay/page.tsx': {
    who: 'agent',
    url: ({ game }) => `/console/apps/${game.key}/callbacks/replay`,
    anonymous: { GET: 307 },
  },
  'console/apps/[key]/charts/page.tsx': {
    who: 'agent',
    url: ({ game }) => `/console/apps/${game.key}/charts`,
    anonymous: { GET: 307 },
  },
  'console/apps/[key]/page.tsx': {
    who: 'agent',
    url: ({ game }) => `/console/apps/${game.key}`,
    anonymous: { GET: 307 },
  },
  'console/apps/[key]/try/page.tsx': {
    who: 'agent',
    url: ({ game }) => `/console/apps/${game.key}/try`,
    anonymous: { GET: 307 },
  },
  'console/bulk/page.tsx': { who: 'agent', url: () => '/console/bulk', anonymous: { GET: 307 } },
  'console/bulk/new/page.tsx': { who: 'agent', url: () => '/console/bulk/new?action=note', anonymous: { GET: 307 } },
  'console/bulk/[id]/page.tsx': { who: 'agent', url: () => `/console/bulk/${NO_CALLBACK}`, anonymous: { GET: 307 } },
  'console/clusters/[offer]/page.tsx': {
    who: 'agent',
    url: ({ draft }) => `/console/clusters/${draft.offer}`,
    anonymous: { GET: 307 },
  },
  'console/for-you/page.tsx': { who: 'agent', url: () => '/console/for-you', anonymous: { GET: 307 } },
  'console/audit/page.tsx': { who: 'agent', url: () => '/console/audit', anonymous: { GET: 307 } },
  'console/health/page.tsx': { who: 'agent', url: () => '/console/health', anonymous: { GET: 307 } },
  'console/integrations/page.tsx': { who: 'agent', url: () => '/console/integrations', anonymous: { GET: 307 } },
  'console/integrations/new/page.tsx': {
    who: 'agent',
    url: () => '/console/integrations/new',
    anonymous: { GET: 307 },
  },
  'console/integrations/[key]/definition/page.tsx': {
    who: 'agent',
    url: ({ network }) => `/console/integrations/${network.integration}/definition`,
    anonymous: { GET: 307 },
  },
  'console/integrations/[key]/page.tsx': {
    who: 'agent',
    url: ({ network }) => `/console/integrations/${network.integration}`,
    anonymous: { GET: 307 },
  },
  'console/integrations/[key]/receipts/page.tsx': {
    who: 'agent',
    url: ({ network }) => `/console/integrations/${network.integration}/receipts`,
    anonymous: { GET: 307 },
  },
  'console/integrations/[key]/charts/page.tsx': {
    who: 'agent',
    url: ({ network }) => `/console/integrations/${network.integration}/charts`,
    anonymous: { GET: 307 },
  },
  'console/integrations/[key]/try/page.tsx': {
    who: 'agent',
    url: ({ network }) => `/console/integrations/${network.integration}/try`,
    anonymous: { GET: 307 },
  },
  'console/integrations/[key]/receipts/[receiptId]/page.tsx': {
    who: 'agent',
    url: ({ network, receipt }) => `/console/integrations/${network.integration}/receipts/${receipt}`,
    anonymous: { GET: 307 },
  },
  'console/me/keyboard/page.tsx': { who: 'agent', url: () => '/console/me/keyboard', anonymous: { GET: 307 } },
  'console/suspended/[id]/page.tsx': {
    who: 'agent',
    url: () => `/console/suspended/${NO_CALLBACK}`,
    anonymous: { GET: 307 },
  },
  'console/settings/suppressions/page.tsx': {
    who: 'agent',
    url: () => '/console/settings/suppressions',
    anonymous: { GET: 307 },
  },
  'console/settings/macros/page.tsx': {
    who: 'agent',
    url: () => '/console/settings/macros',
    anonymous: { GET: 307 },
  },
  'console/settings/macros/[id]/page.tsx': {
    who: 'agent',
    url: () => '/console/settings/macros/new',
    anonymous: { GET: 307 },
  },
  'console/settings/reasons/page.tsx': {
    who: 'agent',
    url: () => '/console/settings/reasons',
    anonymous: { GET: 307 },
  },
  'console/settings/emails/page.tsx': { who: 'agent', url: () => '/console/settings/emails', anonymous: { GET: 307 } },
  'console/settings/emails/[template]/page.tsx': {
    who: 'agent',
    url: () => '/console/settings/emails/ticket-pending',
    anonymous: { GET: 307 },
  },
  'console/settings/tags/page.tsx': { who: 'agent', url: () => '/console/settings/tags', anonymous: { GET: 307 } },
  'console/offers/page.tsx': { who: 'agent', url: () => '/console/offers', anonymous: { GET: 307 } },
  'console/me/page.tsx': { who: 'agent', url: () => '/console/me', anonymous: { GET: 307 } },
  'console/me/two-factor/page.tsx': { who: 'agent', url: () => '/console/me/two-factor', anonymous: { GET: 307 } },
  'sign-in/code/page.tsx': { who: 'agent', url: () => '/sign-in/code', anonymous: { GET: 307 } },
  'console/settings/api-keys/page.tsx': {
    who: 'agent',
    url: () => '/console/settings/api-keys',
    anonymous: { GET: 307 },
  },
  'console/settings/automation/page.tsx': {
    who: 'agent',
    url: () => '/console/settings/automation',
    anonymous: { GET: 307 },
  },
  'console/settings/agents/page.tsx': {
    who: 'agent',
    url: () => '/console/settings/agents',
    anonymous: { GET: 307 },
  },
  'console/settings/agents/[id]/page.tsx': {
    who: 'agent',
    url: () => `/console/settings/agents/${NO_CALLBACK}`,
    anonymous: { GET: 307 },
  },
  'set-password/[token]/page.tsx': {
    who: 'bearer-of-link',
    url: () => '/set-password/nothing',
    anonymous: { GET: 200 },
  },
  'console/reports/page.tsx': { who: 'agent', url: () => '/console/reports', anonymous: { GET: 307 } },
  'console/reports/advertisers/page.tsx': {
    who: 'agent',
    url: () => '/console/reports/advertisers',
    anonymous: { GET: 307 },
  },
  'console/reports/dry-run/page.tsx': { who: 'agent', url: () => '/console/reports/dry-run', anonymous: { GET: 307 } },
  'console/reports/dry-run/[id]/page.tsx': {
    who: 'agent',
    url: () => '/console/reports/dry-run/no-such-run',
    anonymous: { GET: 307 },
  },
  'console/settings/page.tsx': { who: 'agent', url: () => '/console/settings', anonymous: { GET: 307 } },
  'console/settings/assignment/page.tsx': {
    who: 'agent',
    url: () => '/console/settings/assignment',
    anonymous: { GET: 307 },
  },
  'console/settings/calendars/page.tsx': {
    who: 'agent',
    url: () => '/console/settings/calendars',
    anonymous: { GET: 307 },
  },
  'console/settings/calendars/[key]/page.tsx': {
    who: 'agent',
    url: () => `/console/settings/calendars/${NO_CALLBACK}`,
    anonymous: { GET: 307 },
  },
  'console/settings/calendars/advertisers/[key]/page.tsx': {
    who: 'agent',
    url: ({ network }) => `/console/settings/calendars/advertisers/${network.advertiser}`,
    anonymous: { GET: 307 },
  },
  'console/settings/advertisers/page.tsx': {
    who: 'agent',
    url: () => '/console/settings/advertisers',
    anonymous: { GET: 307 },
  },
  'console/settings/advertisers/[key]/page.tsx': {
    who: 'agent',
    url: ({ network }) => `/console/settings/advertisers/${network.advertiser}`,
    anonymous: { GET: 307 },
  },
  'console/settings/people/page.tsx': {
    who: 'agent',
    url: () => '/console/settings/people',
    anonymous: { GET: 307 },
  },
  'console/settings/people/[id]/page.tsx': {
    who: 'agent',
    url: () => `/console/settings/people/${NO_CALLBACK}`,
    anonymous: { GET: 307 },
  },
  'console/settings/roles/page.tsx': { who: 'agent', url: () => '/console/settings/roles', anonymous: { GET: 307 } },
  'console/tickets/page.tsx': { who: 'agent', url: () => '/console/tickets', anonymous: { GET: 307 } },
  'console/suspended/page.tsx': { who: 'agent', url: () => '/console/suspended', anonymous: { GET: 307 } },
  'console/tickets/[number]/page.tsx': {
    who: 'agent',
    url: ({ alice }) => `/console/tickets/${alice.number}`,
    anonymous: { GET: 307 },
  },
  'dev/page.tsx': { who: 'dev', url: () => '/dev', anonymous: { GET: 200 } },
  'dev/floor/page.tsx': { who: 'dev', url: () => '/dev/floor', anonymous: { GET: 200 } },
  'dev/mailbox/page.tsx': { who: 'dev', url: () => '/dev/mailbox?to=nobody@example.com', anonymous: { GET: 200 } },
  'dev/mailbox/[id]/page.tsx': { who: 'dev', url: () => '/dev/mailbox/nothing', anonymous: { GET: 404 } },

  // ── doors of the wall ──
  'api/wall/appeals/route.ts': { who: 'visitor', url: () => '/api/wall/appeals', anonymous: { POST: 401 } },
  'api/wall/drafts/route.ts': { who: 'visitor', url: () => '/api/wall/drafts', anonymous: { POST: 401 } },
  'api/wall/tickets/route.ts': { who: 'visitor', url: () => '/api/wall/tickets', anonymous: { POST: 401 } },
  'api/wall/screenshots/route.ts': { who: 'visitor', url: () => '/api/wall/screenshots', anonymous: { POST: 401 } },
  'api/wall/screenshots/[id]/route.ts': {
    who: 'visitor',
    url: ({ draft }) => `/api/wall/screenshots/${draft.picture}`,
    anonymous: { GET: 404, DELETE: 401 },
  },
  'api/wall/screenshots/[id]/remove/route.ts': {
    who: 'visitor',
    url: ({ draft }) => `/api/wall/screenshots/${draft.picture}/remove`,
    anonymous: { POST: 401 },
  },
  'api/wall/tickets/[number]/code/route.ts': wallTicket('code'),
  'api/wall/tickets/[number]/escalate/route.ts': wallTicket('escalate'),
  'api/wall/tickets/[number]/proof/route.ts': wallTicket('proof'),
  'api/wall/tickets/[number]/resend/route.ts': wallTicket('resend'),
  'api/verify/[token]/route.ts': { who: 'bearer-of-link', url: () => '/api/verify/nothing', anonymous: { POST: 303 } },

  // ── doors of the portal ──
  'api/advertiser/link/route.ts': { who: 'anyone', url: () => '/api/advertiser/link', anonymous: { POST: 303 } },
  'api/advertiser/sign-in/[token]/route.ts': {
    who: 'bearer-of-link',
    url: () => '/api/advertiser/sign-in/nothing',
    anonymous: { POST: 303 },
  },
  'api/advertiser/sign-out/route.ts': {
    who: 'anyone',
    url: () => '/api/advertiser/sign-out',
    anonymous: { POST: 303 },
  },
  ...portal('answers', 'POST'),
  ...portal('uploads', 'POST'),
  ...portal('claims.csv', 'GET'),
  ...portal('answers/[batch]/report.csv', 'GET'),
  ...portal('screenshots/[id]', 'GET'),

  // ── doors of the console ──
  'api/auth/[...nextauth]/route.ts': {
    who: 'anyone',
    url: () => '/api/auth/callback/credentials',
    anonymous: { GET: 405, POST: 303 },
  },
  'api/auth/signout/route.ts': { who: 'anyone', url: () => '/api/auth/signout', anonymous: { POST: 303 } },
  'api/auth/second-step/route.ts': { who: 'agent', url: () => '/api/auth/second-step', anonymous: { POST: 401 } },
  'api/console/reports/csv/route.ts': {
    who: 'agent',
    url: () => '/api/console/reports/csv?what=days',
    anonymous: { GET: 401 },
  },
  'api/console/reports/dry-run/route.ts': {
    who: 'agent',
    url: () => '/api/console/reports/dry-run',
    anonymous: { POST: 401 },
  },
  'api/console/reports/dry-run/[id]/route.ts': {
    who: 'agent',
    url: () => '/api/console/reports/dry-run/no-such-run',
    anonymous: { GET: 401, POST: 401 },
  },
  'api/console/reports/dry-run/[id]/csv/route.ts': {
    who: 'agent',
    url: () => '/api/console/reports/dry-run/no-such-run/csv',
    anonymous: { GET: 401 },
  },
  'api/console/me/name/route.ts': { who: 'agent', url: () => '/api/console/me/name', anonymous: { POST: 401 } },
  'api/console/me/password/route.ts': { who: 'agent', url: () => '/api/console/me/password', anonymous: { POST: 401 } },
  'api/console/me/sessions/route.ts': { who: 'agent', url: () => '/api/console/me/sessions', anonymous: { POST: 401 } },
  'api/console/me/two-factor/route.ts': {
    who: 'agent',
    url: () => '/api/console/me/two-factor',
    anonymous: { POST: 401 },
  },
  'api/auth/password/[token]/route.ts': {
    who: 'bearer-of-link',
    url: () => '/api/auth/password/nothing',
    anonymous: { POST: 303 },
  },
  'api/console/settings/api-keys/route.ts': {
    who: 'agent',
    url: () => '/api/console/settings/api-keys',
    anonymous: { POST: 401 },
  },
  'api/console/settings/api-keys/[id]/route.ts': {
    who: 'agent',
    url: () => `/api/console/settings/api-keys/${NO_CALLBACK}`,
    anonymous: { POST: 401 },
  },
  'api/console/settings/values/[key]/route.ts': {
    who: 'agent',
    url: () => '/api/console/settings/values/undoSeconds',
    anonymous: { POST: 401 },
  },
  'api/console/settings/people/route.ts': {
    who: 'agent',
    url: () => '/api/console/settings/people',
    anonymous: { POST: 401 },
  },
  'api/console/settings/people/[id]/route.ts': {
    who: 'agent',
    url: () => `/api/console/settings/people/${NO_CALLBACK}`,
    anonymous: { POST: 401 },
  },
  'api/console/settings/agents/route.ts': {
    who: 'agent',
    url: () => '/api/console/settings/agents',
    anonymous: { POST: 401 },
  },
  'api/console/settings/agents/[id]/route.ts': {
    who: 'agent',
    url: () => `/api/console/settings/agents/${NO_CALLBACK}`,
    anonymous: { POST: 401 },
  },
  'api/console/calendars/route.ts': { who: 'agent', url: () => '/api/console/calendars', anonymous: { POST: 401 } },
  'api/console/calendars/[key]/route.ts': {
    who: 'agent',
    url: () => `/api/console/calendars/${NO_CALLBACK}`,
    anonymous: { POST: 401 },
  },
  'api/console/calendars/[key]/remove/route.ts': {
    who: 'agent',
    url: () => `/api/console/calendars/${NO_CALLBACK}/remove`,
    anonymous: { POST: 401 },
  },
  'api/console/holidays/[kind]/[key]/route.ts': {
    who: 'agent',
    url: () => `/api/console/holidays/calendar/${NO_CALLBACK}`,
    anonymous: { POST: 401 },
  },
  'api/console/review-clock/route.ts': {
    who: 'agent',
    url: () => '/api/console/review-clock',
    anonymous: { POST: 401 },
  },
  'api/console/assignment/route.ts': { who: 'agent', url: () => '/api/console/assignment', anonymous: { POST: 401 } },
  'api/console/assignment/agents/[id]/route.ts': {
    who: 'agent',
    url: () => '/api/console/assignment/agents/00000000-0000-4000-8000-000000000000',
    anonymous: { POST: 401 },
  },
  'api/console/me/available/route.ts': {
    who: 'agent',
    url: () => '/api/console/me/available',
    anonymous: { POST: 401 },
  },
  'api/console/integrations/route.ts': {
    who: 'agent',
    url: () => '/api/console/integrations',
    anonymous: { POST: 401 },
  },
  'api/console/integrations/[key]/addresses/route.ts': consoleIntegration('addresses'),
  'api/console/integrations/[key]/definition/route.ts': consoleIntegration('definition'),
  'api/console/integrations/[key]/enabled/route.ts': consoleIntegration('enabled'),
  'api/console/integrations/[key]/mapping/route.ts': consoleIntegration('mapping'),
  'api/console/integrations/[key]/secret/route.ts': consoleIntegration('secret'),
  'api/console/integrations/[key]/trust/route.ts': consoleIntegration('trust'),
  'api/console/me/shortcuts/route.ts': {
    who: 'agent',
    url: () => '/api/console/me/shortcuts',
    anonymous: { POST: 401 },
  },
  'api/console/me/preferences/route.ts': {
    who: 'agent',
    url: () => '/api/console/me/preferences',
    anonymous: { POST: 401 },
  },
  'api/console/bulk/route.ts': { who: 'agent', url: () => '/api/console/bulk', anonymous: { POST: 401 } },
  'api/console/bulk/[id]/route.ts': {
    who: 'agent',
    url: () => `/api/console/bulk/${NO_CALLBACK}`,
    anonymous: { GET: 401, POST: 401 },
  },
  'api/console/bulk/[id]/results/route.ts': {
    who: 'agent',
    url: () => `/api/console/bulk/${NO_CALLBACK}/results`,
    anonymous: { GET: 401 },
  },
  'api/console/palette/route.ts': { who: 'agent', url: () => '/api/console/palette', anonymous: { GET: 401 } },
  'api/console/audit/route.ts': { who: 'agent', url: () => '/api/console/audit', anonymous: { GET: 401 } },
  // Held open while somebody may hear it: called only by those who may not.
  'api/console/live/route.ts': { who: 'agent', url: () => '/api/console/live', anonymous: { GET: 401 } },
  'api/console/tickets/[number]/presence/route.ts': {
    who: 'agent',
    url: ({ alice }) => `/api/console/tickets/${alice.number}/presence`,
    anonymous: { POST: 401 },
  },
  'api/console/tickets/[number]/emails/route.ts': {
    who: 'agent',
    url: ({ alice }) => `/api/console/tickets/${alice.number}/emails`,
    anonymous: { POST: 401 },
  },
  'api/console/settings/suppressions/route.ts': {
    who: 'agent',
    url: () => '/api/console/settings/suppressions',
    anonymous: { POST: 401 },
  },
  'api/console/mail/[id]/route.ts': {
    who: 'agent',
    url: () => `/api/console/mail/${NO_CALLBACK}`,
    anonymous: { POST: 401 },
  },
  'api/console/mail/[id]/original/route.ts': {
    who: 'agent',
    url: () => `/api/console/mail/${NO_CALLBACK}/original`,
    anonymous: { GET: 401 },
  },
  'api/console/macros/[id]/route.ts': {
    who: 'agent',
    url: () => '/api/console/macros/new',
    anonymous: { POST: 401 },
  },
  'api/console/macros/[id]/move/route.ts': {
    who: 'agent',
    url: () => '/api/console/macros/nothing/move',
    anonymous: { POST: 401 },
  },
  'api/console/reasons/[code]/route.ts': {
    who: 'agent',
    url: () => '/api/console/reasons/new',
    anonymous: { POST: 401 },
  },
  'api/console/reasons/[code]/move/route.ts': {
    who: 'agent',
    url: () => '/api/console/reasons/nothing/move',
    anonymous: { POST: 401 },
  },
  'api/console/email-templates/[template]/route.ts': {
    who: 'agent',
    url: () => '/api/console/email-templates/ticket-pending',
    anonymous: { POST: 401 },
  },
  'api/console/email-templates/[template]/use/route.ts': {
    who: 'agent',
    url: () => '/api/console/email-templates/ticket-pending/use',
    anonymous: { POST: 401 },
  },
  'api/console/email-templates/[template]/test/route.ts': {
    who: 'agent',
    url: () => '/api/console/email-templates/ticket-pending/test',
    anonymous: { POST: 401 },
  },
  'api/console/email-templates/[template]/preview/route.ts': {
    who: 'agent',
    url: () => '/api/console/email-templates/ticket-pending/preview',
    anonymous: { POST: 401 },
  },
  'api/console/tags/route.ts': { who: 'agent', url: () => '/api/console/tags', anonymous: { POST: 401 } },
  'api/console/queues/route.ts': { who: 'agent', url: () => '/api/console/queues', anonymous: { GET: 401 } },
  'api/console/search/route.ts': {
    who: 'agent',
    url: () => '/api/console/search?key=offer&text=a',
    anonymous: { GET: 401 },
  },
  'api/console/exports/tickets/route.ts': {
    who: 'agent',
    url: () => '/api/console/exports/tickets?queue=all',
    anonymous: { GET: 401 },
  },
  'api/console/samples/[number]/route.ts': {
    who: 'agent',
    url: ({ alice }) => `/api/console/samples/${alice.number}`,
    anonymous: { POST: 401 },
  },
  'api/console/views/route.ts': { who: 'agent', url: () => '/api/console/views', anonymous: { POST: 401 } },
  'api/console/views/[id]/route.ts': {
    who: 'agent',
    url: () => '/api/console/views/01990000-0000-7000-8000-000000000000',
    anonymous: { POST: 401 },
  },
  'api/console/integrations/[key]/receipts/route.ts': {
    who: 'agent',
    url: ({ network }) => `/api/console/integrations/${network.integration}/receipts?after=${SOME_TIME_AGO}`,
    anonymous: { GET: 401 },
  },
  'api/console/integrations/[key]/receipts/[receiptId]/replay/route.ts': {
    who: 'agent',
    url: ({ network, receipt }) => `/api/console/integrations/${network.integration}/receipts/${receipt}/replay`,
    anonymous: { POST: 401 },
  },
  'api/console/integrations/[key]/replays/route.ts': {
    who: 'agent',
    url: ({ network }) => `/api/console/integrations/${network.integration}/replays`,
    anonymous: { POST: 401 },
  },
  'api/console/integrations/[key]/try/route.ts': {
    who: 'agent',
    url: ({ network }) => `/api/console/integrations/${network.integration}/try`,
    anonymous: { POST: 401 },
  },
  'api/console/apps/[key]/callback/route.ts': consoleApp('callback'),
  'api/console/apps/[key]/enabled/route.ts': consoleApp('enabled'),
  'api/console/apps/[key]/secret/route.ts': consoleApp('secret'),
  'api/console/apps/[key]/try/route.ts': consoleApp('try'),
  'api/console/apps/[key]/callbacks/route.ts': {
    who: 'agent',
    url: () => `/api/console/apps/no-such-app/callbacks?after=${SOME_TIME_AGO}&seen=${SOME_TIME_AGO}`,
    anonymous: { GET: 401, POST: 401 },
  },
  'api/console/apps/[key]/callbacks/replay/route.ts': {
    who: 'agent',
    url: () => '/api/console/apps/no-such-app/callbacks/replay',
    anonymous: { GET: 401, POST: 401 },
  },
  'api/console/apps/[key]/callbacks/[id]/replay/route.ts': {
    who: 'agent',
    url: () => `/api/console/apps/no-such-app/callbacks/${NO_CALLBACK}/replay`,
    anonymous: { POST: 401 },
  },
  'api/console/for-you/route.ts': { who: 'agent', url: () => '/api/console/for-you', anonymous: { POST: 401 } },
  'api/console/screenshots/[id]/route.ts': {
    who: 'agent',
    url: ({ alice }) => `/api/console/screenshots/${alice.picture}`,
    anonymous: { GET: 401 },
  },
  'api/console/advertisers/[key]/route.ts': {
    who: 'agent',
    url: ({ network }) => `/api/console/advertisers/${network.advertiser}`,
    anonymous: { POST: 401 },
  },
  'api/console/advertisers/[key]/contacts/route.ts': {
    who: 'agent',
    url: ({ network }) => `/api/console/advertisers/${network.advertiser}/contacts`,
    anonymous: { POST: 401 },
  },
  'api/console/tickets/[number]/assignment/route.ts': consoleTicket('assignment'),
  'api/console/tickets/[number]/decision/route.ts': consoleTicket('decision'),
  'api/console/tickets/[number]/preview/route.ts': consoleTicket('preview'),
  'api/console/tickets/[number]/changes/route.ts': {
    who: 'agent',
    url: ({ alice }) => `/api/console/tickets/${alice.number}/changes?since=1`,
    anonymous: { GET: 401 },
  },
  'api/console/tickets/[number]/drafts/route.ts': consoleTicket('drafts'),
  'api/console/tickets/[number]/macro/route.ts': consoleTicket('macro'),
  'api/console/tickets/[number]/next/route.ts': {
    who: 'agent',
    url: ({ alice }) => `/api/console/tickets/${alice.number}/next?from=queue%3Dnew`,
    anonymous: { GET: 401 },
  },
  'api/console/tickets/[number]/notes/route.ts': consoleTicket('notes'),
  'api/console/tickets/[number]/duplicate/route.ts': consoleTicket('duplicate'),
  'api/console/tickets/[number]/hold/route.ts': consoleTicket('hold'),
  'api/console/tickets/[number]/lead/route.ts': consoleTicket('lead'),
  'api/console/tickets/[number]/merge/route.ts': consoleTicket('merge'),
  'api/console/tickets/[number]/questions/route.ts': consoleTicket('questions'),
  'api/console/tickets/[number]/recheck/route.ts': consoleTicket('recheck'),
  'api/console/tickets/[number]/recheck/link/route.ts': consoleTicket('recheck/link'),
  'api/console/tickets/[number]/recheck/messages/route.ts': consoleTicket('recheck/messages'),
  'api/console/tickets/[number]/snooze/route.ts': consoleTicket('snooze'),
  'api/console/tickets/[number]/step/route.ts': consoleTicket('step'),
  'api/console/tickets/[number]/tags/route.ts': consoleTicket('tags'),
  'api/console/tickets/[number]/undo/route.ts': consoleTicket('undo'),
  'api/console/integrations/[key]/breaker/route.ts': {
    who: 'agent',
    url: ({ network }) => `/api/console/integrations/${network.integration}/breaker`,
    anonymous: { POST: 401 },
  },

  // ── doors of machines ──
  'api/postbacks/[integration]/route.ts': {
    who: 'bearer-of-link',
    url: ({ network }) => `/api/postbacks/${network.integration}?click_id=c&tx=t&ts=1700000000`,
    anonymous: { GET: 401, POST: 401 },
  },
  'api/cron/hourly/route.ts': { who: 'cron-secret', url: () => '/api/cron/hourly', anonymous: { POST: 401 } },
  'api/inbound-email/route.ts': {
    who: 'bearer-of-link',
    url: () => '/api/inbound-email',
    anonymous: { POST: 401 },
  },
  'api/health/route.ts': { who: 'anyone', url: () => '/api/health', anonymous: { GET: 200 } },
  'api/ready/route.ts': { who: 'anyone', url: () => '/api/ready', anonymous: { GET: 200 } },
  // Anyone only where the whole house is on this machine; with METRICS_TOKEN whoever has it; elsewhere nobody.
  'api/metrics/route.ts': { who: 'anyone', url: () => '/api/metrics', anonymous: { GET: 200 } },
  'api/dev/mailbox/route.ts': {
    who: 'dev',
    url: () => '/api/dev/mailbox?to=nobody@example.com',
    anonymous: { GET: 200 },
  },
  'api/dev/days/route.ts': { who: 'dev', url: () => '/api/dev/days', anonymous: { POST: 400 } },
  // It would decide every ticket that other tests are busy with.
  'api/dev/hourly/route.ts': { who: 'dev', url: () => '/api/dev/hourly', anonymous: { POST: null } },
  'api/dev/postback/route.ts': { who: 'dev', url: () => '/api/dev/postback', anonymous: { POST: 400 } },
  'api/dev/wall/route.ts': { who: 'dev', url: () => '/api/dev/wall', anonymous: { POST: 400 } },

  // ── the operator's API ──
  'api/v1/openapi.json/route.ts': { who: 'anyone', url: () => '/api/v1/openapi.json', anonymous: { GET: 200 } },
  'api/v1/advertisers/[key]/route.ts': operator('config:write', 'PUT', () => '/advertisers/x'),
  'api/v1/apps/[key]/route.ts': operator('config:write', 'PUT', ({ game }) => `/apps/${game.key}`),
  'api/v1/integrations/[key]/route.ts': operator(
    'config:write',
    'PUT',
    ({ network }) => `/integrations/${network.integration}`,
  ),
  'api/v1/offers/[key]/route.ts': operator('config:write', 'PUT', ({ draft }) => `/offers/${draft.offer}`),
  'api/v1/clicks/route.ts': operator('clicks:write', 'POST', () => '/clicks'),
  'api/v1/tickets/route.ts': {
    ...operator('tickets:read', 'GET', () => '/tickets'),
    anonymous: { GET: 401, POST: 401 },
  },
  'api/v1/tickets/[number]/route.ts': operator('tickets:read', 'GET', ({ alice }) => `/tickets/${alice.number}`),
  'api/v1/tickets/[number]/decision/route.ts': operator(
    'decisions:write',
    'POST',
    ({ alice }) => `/tickets/${alice.number}/decision`,
  ),
  'api/v1/users/[app]/[user]/in-progress/route.ts': operator(
    'tickets:read',
    'GET',
    ({ game, alice }) => `/users/${game.key}/${alice.user}/in-progress`,
  ),
  'api/v1/callbacks/route.ts': operator('callbacks:read', 'GET', () => '/callbacks'),
  'api/v1/callbacks/[id]/replay/route.ts': operator(
    'callbacks:write',
    'POST',
    () => `/callbacks/${NO_CALLBACK}/replay`,
  ),
};

const NO_CALLBACK = '01890f0e-1111-7222-8333-444455556666';

/** A place in a log (lib/rules/cursor.ts). */
const SOME_TIME_AGO = Buffer.from('1700000000000 01890f0e-1111-7222-8333-444455556666').toString('base64url');

/** Each door of the portal twice: by link, and for a contact. */
function portal(door: string, method: 'GET' | 'POST'): Record<string, Route> {
  const path = ({ alice }: World) => door.replace('[batch]', NO_CALLBACK).replace('[id]', alice.picture);
  return {
    [`api/advertiser/[token]/${door}/route.ts`]: {
      who: 'bearer-of-link',
      url: (world) => `/api/advertiser/${NO_TOKEN}/${path(world)}`,
      anonymous: { [method]: 404 },
    },
    [`api/advertiser/me/${door}/route.ts`]: {
      who: 'contact',
      url: (world) => `/api/advertiser/me/${path(world)}`,
      anonymous: { [method]: 401 },
    },
  };
}

function wallTicket(door: string): Route {
  return { who: 'visitor', url: ({ alice }) => `/api/wall/tickets/${alice.number}/${door}`, anonymous: { POST: 401 } };
}

function consoleTicket(door: string): Route {
  return { who: 'agent', url: ({ alice }) => `/api/console/tickets/${alice.number}/${door}`, anonymous: { POST: 401 } };
}

function consoleIntegration(door: string): Route {
  return {
    who: 'agent',
    url: ({ network }) => `/api/console/integrations/${network.integration}/${door}`,
    anonymous: { POST: 401 },
  };
}

function consoleApp(door: string): Route {
  return { who: 'agent', url: ({ game }) => `/api/console/apps/${game.key}/${door}`, anonymous: { POST: 401 } };
}

function operator(scope: string, method: string, path: (world: World) => string): Route {
  return { who: 'api-key', scope, url: (world) => `/api/v1${path(world)}`, anonymous: { [method]: 401 } };
}
