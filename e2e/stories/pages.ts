/** Every page there is, in the states it can be in. A page.tsx that has no line here fails the tests. */
import type { World } from './world';

/** Who looks: on the phone a player, a banned one, or somebody without a session; at a desk an agent, an admin, an auditor or an advertiser's contact. */
export type Who = 'player' | 'banned' | 'anybody' | 'agent' | 'admin' | 'auditor' | 'contact';

/** Chromium says so whenever somebody tries (here: the test's own tools) to run a script in the frame that shows a mail. */
export const NO_SCRIPTS_IN_FRAME = /Blocked script execution in 'about:srcdoc'/;

export type State = { as: Who; path: (world: World) => string; status?: number };

const at = (as: Who, path: (world: World) => string, status = 200): State => ({ as, path, status });

const receiptPath = ({ integration }: World['network'], id: string) =>
  `/console/integrations/${integration}/receipts/${id}`;

const simulationPath = ({ game, simulations }: World, which: keyof World['simulations']) =>
  `/console/apps/${game.key}/try?shown=${simulations[which]}`;

export const PAGES: Record<string, Record<string, State>> = {
  '/': { door: at('anybody', () => '/') },
  '/not-found': {
    'an address that does not exist': at('anybody', () => '/no-such-page', 404),
    'on the wall': at('player', () => '/wall/support/MG-0000-0000', 404),
    'in the console': at('agent', () => '/console/tickets/MG-0000-0000', 404),
  },
  '/wall': {
    'a link that was tampered with': at('anybody', () => '/wall?app=x&user=y&ts=1&sig=0', 403),
    'no session': at('anybody', () => '/wall/offers', 403),
  },
  '/wall/offers': {
    list: at('player', () => '/wall/offers'),
    'could not start': at('player', () => '/wall/offers?problem=not-found'),
    banned: at('banned', () => '/wall/offers'),
  },
  '/wall/in-progress': {
    everything: at('player', () => '/wall/in-progress'),
    banned: at('banned', () => '/wall/in-progress'),
  },
  '/wall/in-progress/[clickId]': {
    ready: at('player', ({ clicks }) => `/wall/in-progress/${clicks.ready}`),
    'too early': at('player', ({ clicks }) => `/wall/in-progress/${clicks.early}`),
    'several steps': at('player', ({ clicks }) => `/wall/in-progress/${clicks.steps}`),
    pending: at('player', ({ clicks }) => `/wall/in-progress/${clicks.pending}`),
    rejected: at('player', ({ clicks }) => `/wall/in-progress/${clicks.rejected}`),
    rewarded: at('player', ({ clicks }) => `/wall/in-progress/${clicks.rewarded}`),
  },
  '/wall/support': {
    everything: at('player', () => '/wall/support'),
    'coming from an offer': at('player', ({ clicks }) => `/wall/support?click=${clicks.ready}`),
    'too large': at('player', () => '/wall/support?problem=too-large'),
    banned: at('banned', () => '/wall/support'),
  },
  '/wall/support/new': {
    'with questions': at('player', ({ clicks }) => `/wall/support/new?click=${clicks.ready}`),
    'sent with nothing in it': at('player', ({ clicks }) => `/wall/support/new?click=${clicks.ready}&retry=1`),
    'too early': at('player', ({ clicks }) => `/wall/support/new?click=${clicks.early}`),
    'too late': at('player', ({ clicks }) => `/wall/support/new?click=${clicks.late}`),
    'several steps': at('player', ({ clicks }) => `/wall/support/new?click=${clicks.steps}`),
    pending: at('player', ({ clicks }) => `/wall/support/new?click=${clicks.pending}`),
    rejected: at('player', ({ clicks }) => `/wall/support/new?click=${clicks.rejected}`),
  },
  '/wall/support/[number]': {
    registered: at('player', ({ tickets }) => `/wall/support/${tickets.registered}`),
    'waiting for the address': at('player', ({ tickets }) => `/wall/support/${tickets.unproven}`),
    'wrong code': at('player', ({ tickets }) => `/wall/support/${tickets.unproven}?problem=code`),
    open: at('player', ({ tickets }) => `/wall/support/${tickets.open}?done=confirmed`),
    held: at('player', ({ tickets }) => `/wall/support/${tickets.held}`),
    denied: at('player', ({ tickets }) => `/wall/support/${tickets.denied}`),
    'disagreed too shortly': at('player', ({ tickets }) => `/wall/support/${tickets.denied}?problem=escalate`),
    escalated: at('player', ({ tickets }) => `/wall/support/${tickets.escalated}`),
    approved: at('player', ({ tickets }) => `/wall/support/${tickets.approved}`),
    reversed: at('player', ({ tickets }) => `/wall/support/${tickets.reversed}`),
  },
  '/wall/support/appeal': {
    banned: at('banned', () => '/wall/support/appeal'),
    'sent with nothing in it': at('banned', () => '/wall/support/appeal?email=email&description=too-short'),
    'not banned': at('player', () => '/wall/support/appeal'),
  },
  '/t/[number]': {
    denied: at('anybody', ({ links }) => links.denied),
    'a link that is not valid': at('anybody', ({ tickets }) => `/t/${tickets.denied}?k=nothing`, 404),
  },
  '/verify/[token]': {
    'with its button': at('anybody', ({ links }) => links.verify),
    'no longer valid': at('anybody', ({ links }) => `${links.verify}?over=1`),
  },
  '/advertiser': {
    form: at('anybody', () => '/advertiser'),
    'a link was asked for': at('anybody', () => '/advertiser?done=asked'),
    'not an address': at('anybody', () => '/advertiser?problem=email'),
  },
  '/advertiser/[token]': {
    'claims to answer': at('anybody', ({ portal }) => `/advertiser/${portal.token}`),
    answered: at('anybody', ({ portal }) => `/advertiser/${portal.token}?show=closed&done=recorded&claim=MG-1111-1114`),
    'a file that cannot be read': at('anybody', ({ portal }) => `/advertiser/${portal.token}?upload=heading`),
    'nothing was chosen': at('anybody', ({ portal }) => `/advertiser/${portal.token}?problem=none-chosen`),
    'a link that is over': at('anybody', () => `/advertiser/${'x'.repeat(43)}`, 404),
  },
  '/advertiser/[token]/answers/[batch]': {
    finished: at('anybody', ({ portal }) => `/advertiser/${portal.token}/answers/${portal.report}`),
  },
  '/advertiser/sign-in/[token]': { 'with its button': at('anybody', () => '/advertiser/sign-in/nothing') },
  '/advertiser/claims': {
    'to answer': at('contact', () => '/advertiser/claims'),
    answered: at('contact', () => '/advertiser/claims?show=closed'),
  },
  '/advertiser/answers/[batch]': {
    finished: at('contact', ({ portal }) => `/advertiser/answers/${portal.report}`),
  },
  '/advertiser/postbacks': {
    all: at('contact', () => '/advertiser/postbacks'),
    refused: at('contact', () => '/advertiser/postbacks?show=refused'),
  },
  '/advertiser/board': { figures: at('contact', () => '/advertiser/board') },
  '/sign-in': {
    form: at('anybody', () => '/sign-in'),
    'wrong password': at('anybody', () => '/sign-in?problem=wrong'),
  },
  '/console': { 'leads to the tickets': at('agent', () => '/console') },
  '/console/tickets': {
    new: at('agent', () => '/console/tickets'),
    open: at('agent', () => '/console/tickets?queue=open'),
    everything: at('agent', () => '/console/tickets?queue=all'),
    'by value': at('agent', () => '/console/tickets?queue=all&sort=value'),
    sample: at('agent', () => '/console/tickets?queue=sample'),
    'delivery problems': at('agent', () => '/console/tickets?queue=delivery'),
    'found by terms': at('agent', () => '/console/tickets?q=value%3E1%20-tag%3Avip%20reward'),
    'not understood': at('agent', () => '/console/tickets?q=statsu%3Aopen%20value%3Efive%20value%3E1'),
    'a view just deleted': at('admin', () => '/console/tickets?deleted=01990000-0000-7000-8000-000000000000'),
    denied: at('agent', () => '/console/tickets?queue=denied'),
    'nothing in it': at('auditor', () => '/console/tickets?queue=mine'),
    'found by person': at('agent', ({ player }) => `/console/tickets?q=${player}`),
    'found nothing': at('agent', () => '/console/tickets?q=nobody@example.com'),
    'a page that does not exist': at('agent', () => '/console/tickets?queue=all&cursor=nonsense'),
  },
  '/console/suspended': {
    waiting: at('agent', () => '/console/suspended'),
    'of one cause': at('agent', () => '/console/suspended?cause=other-sender'),
    'none of this cause': at('agent', () => '/console/suspended?cause=not-authentic'),
    rejected: at('agent', () => '/console/suspended?list=rejected'),
    'replies to look at': at('agent', () => '/console/suspended?list=look-at'),
    'for an auditor': at('auditor', () => '/console/suspended?list=look-at'),
    'just rejected': at('agent', ({ mails }) => `/console/suspended?done=rejected&rejected=3&mail=${mails.rejected}`),
  },
  '/console/suspended/[id]': {
    suspended: at('agent', ({ mails }) => `/console/suspended/${mails.suspended}`),
    rejected: at('agent', ({ mails }) => `/console/suspended/${mails.rejected}?from=list%3Drejected`),
    'with its ticket': at('agent', ({ mails }) => `/console/suspended/${mails.seen}?from=list%3Dlook-at`),
    'for an auditor': at('auditor', ({ mails }) => `/console/suspended/${mails.suspended}`),
    'that does not exist': at('agent', () => '/console/suspended/01990000-0000-7000-8000-000000000000', 404),
  },
  '/console/settings/suppressions': {
    list: at('agent', () => '/console/settings/suppressions'),
    'for an auditor': at('auditor', () => '/console/settings/suppressions'),
    'found nothing': at('agent', () => '/console/settings/suppressions?q=nobody%40nowhere.example'),
    cleared: at(
      'agent',
      ({ mails }) => `/console/settings/suppressions?done=clear&address=${encodeURIComponent(mails.suppressed)}`,
    ),
    'some are left': at(
      'agent',
      () => '/console/settings/suppressions?done=send&address=jo%40example.com&sent=3&left=2',
    ),
  },
  '/console/tickets/[number]': {
    registered: at('agent', ({ tickets }) => `/console/tickets/${tickets.registered}`),
    open: at('agent', ({ tickets }) => `/console/tickets/${tickets.open}`),
    'open, for an auditor': at('auditor', ({ tickets }) => `/console/tickets/${tickets.open}`),
    held: at('agent', ({ tickets }) => `/console/tickets/${tickets.held}`),
    'with mail and a bounce': at('agent', ({ tickets }) => `/console/tickets/${tickets.denied}`),
    escalated: at('agent', ({ tickets }) => `/console/tickets/${tickets.escalated}`),
    'the advertiser is asked': at('agent', ({ portal }) => `/console/tickets/${portal.asked}`),
    'the advertiser has answered': at('agent', ({ portal }) => `/console/tickets/${portal.answered}`),
    approved: at('agent', ({ tickets }) => `/console/tickets/${tickets.approved}`),
    reversed: at('agent', ({ tickets }) => `/console/tickets/${tickets.reversed}`),
    'the game is silent': at('agent', ({ tickets }) => `/console/tickets/${tickets.silent}`),
  },
  '/console/me/keyboard': {
    usual: at('agent', () => '/console/me/keyboard'),
    saved: at('auditor', () => '/console/me/keyboard?done=saved'),
  },
  '/console/settings/macros': {
    list: at('admin', () => '/console/settings/macros'),
    'for an auditor': at('auditor', () => '/console/settings/macros?done=saved'),
  },
  '/console/settings/macros/[id]': {
    new: at('admin', () => '/console/settings/macros/new'),
    'for an agent': at('agent', () => '/console/settings/macros/new'),
  },
  '/console/settings/reasons': {
    list: at('admin', () => '/console/settings/reasons'),
    'for an agent': at('agent', () => '/console/settings/reasons'),
  },
  '/console/settings/emails': {
    list: at('admin', () => '/console/settings/emails'),
    'for an auditor': at('auditor', () => '/console/settings/emails'),
  },
  '/console/settings/emails/[template]': {
    'for an admin': at('admin', () => '/console/settings/emails/ticket-pending'),
    'in Spanish': at('admin', () => '/console/settings/emails/ticket-denied?locale=es'),
    'for an auditor': at('auditor', () => '/console/settings/emails/validate-address'),
    'not there': at('admin', () => '/console/settings/emails/nothing', 404),
  },
  '/console/settings/tags': {
    list: at('admin', () => '/console/settings/tags'),
    'for an agent': at('agent', () => '/console/settings/tags'),
  },
  '/console/bulk': {
    list: at('agent', () => '/console/bulk'),
    'none yet': at('auditor', () => '/console/bulk'),
  },
  '/console/bulk/new': {
    'a denial of one': at('agent', ({ tickets }) => `/console/bulk/new?action=deny&ticket=${tickets.open}`),
    'all of a list': at('admin', () => '/console/bulk/new?action=tag&all=1&queue=all'),
    'nothing ticked': at('agent', () => '/console/bulk/new?action=assign'),
    'not for this role': at('agent', () => '/console/bulk/new?action=refire&all=1&queue=approved'),
    'not understood': at('agent', () => '/console/bulk/new?action=note&all=1&queue=all&q=value%3Efive'),
    'no such action': at('agent', () => '/console/bulk/new?action=explode', 404),
  },
  '/console/bulk/[id]': {
    'done, not all': at('agent', ({ bulk }) => `/console/bulk/${bulk}`),
    'those that failed': at('agent', ({ bulk }) => `/console/bulk/${bulk}?show=failed`),
    'of nobody': at('agent', () => '/console/bulk/01990000-0000-7000-8000-000000000000', 404),
  },
  '/console/clusters/[offer]': {
    'of an offer': at('admin', ({ offer }) => `/console/clusters/${offer}`),
    'for an auditor': at('auditor', ({ offer }) => `/console/clusters/${offer}`),
    'of no offer': at('agent', () => '/console/clusters/no-such-offer', 404),
  },
  '/console/for-you': { usual: at('agent', () => '/console/for-you') },
  '/console/offers': { list: at('agent', () => '/console/offers') },
  '/console/apps': { list: at('agent', () => '/console/apps') },
  '/console/apps/[key]': {
    'set up': at('admin', ({ game }) => `/console/apps/${game.key}`),
    'with faults in the form': at(
      'admin',
      ({ game }) =>
        `/console/apps/${game.key}?dialect=ironsource&url=https%3A%2F%2Fgame.example%2F%3Fa%3D%5BCOINS%5D&custom=x`,
    ),
    'another protocol, not saved': at(
      'admin',
      ({ game }) => `/console/apps/${game.key}?dialect=standard&url=https%3A%2F%2Fgame.example%2F&completed=on`,
    ),
    'changed by somebody else': at('admin', ({ game }) => `/console/apps/${game.key}?changed=`),
    paused: at('admin', ({ paused }) => `/console/apps/${paused}`),
    'for an agent': at('agent', ({ game }) => `/console/apps/${game.key}`),
    'that does not exist': at('agent', () => '/console/apps/no-such-app', 404),
  },
  '/console/apps/[key]/try': {
    'nothing sent yet': at('admin', ({ game }) => `/console/apps/${game.key}/try`),
    acknowledged: at('admin', (world) => simulationPath(world, 'acknowledged')),
    'not answered in time': at('auditor', (world) => simulationPath(world, 'failed')),
    'for an auditor': at('auditor', ({ game }) => `/console/apps/${game.key}/try`),
  },
  '/console/apps/[key]/callbacks': {
    everything: at('admin', ({ game }) => `/console/apps/${game.key}/callbacks`),
    'for an auditor': at(
      'auditor',
      ({ game }) => `/console/apps/${game.key}/callbacks?status=ACKNOWLEDGED&kind=REWARD`,
    ),
    'of one user': at('agent', ({ game, player }) => `/console/apps/${game.key}/callbacks?user=${player}`),
    'nothing fits': at('agent', ({ game }) => `/console/apps/${game.key}/callbacks?ticket=MG-0000-0000`),
    'paused, with nothing in it': at('admin', ({ paused }) => `/console/apps/${paused}/callbacks`),
    'paused, for an agent': at('agent', ({ paused }) => `/console/apps/${paused}/callbacks`),
    'a page that does not exist': at('agent', ({ game }) => `/console/apps/${game.key}/callbacks?cursor=nonsense`),
    'of an app that does not exist': at('agent', () => '/console/apps/no-such-app/callbacks', 404),
  },
  '/console/apps/[key]/callbacks/[id]': {
    'acknowledged, for an admin': at(
      'admin',
      ({ game, callbacks }) => `/console/apps/${game.key}/callbacks/${callbacks.acknowledged}`,
    ),
    'nobody answers': at('agent', ({ game, callbacks }) => `/console/apps/${game.key}/callbacks/${callbacks.silent}`),
    'not there': at('agent', ({ game }) => `/console/apps/${game.key}/callbacks/nothing`, 404),
  },
  '/console/apps/[key]/callbacks/replay': {
    'a few': at('admin', ({ game }) => `/console/apps/${game.key}/callbacks/replay?status=ACKNOWLEDGED`),
    'nothing to replay': at('admin', ({ game }) => `/console/apps/${game.key}/callbacks/replay?status=CANCELLED`),
    'under way': at('admin', ({ paused }) => `/console/apps/${paused}/callbacks/replay`),
    'not for agents': at('agent', ({ game }) => `/console/apps/${game.key}/callbacks/replay`, 403),
  },
  '/console/apps/[key]/charts': {
    'of a day': at('agent', ({ game }) => `/console/apps/${game.key}/charts`),
    'of a month': at('agent', ({ game }) => `/console/apps/${game.key}/charts?span=30d`),
    'nothing in them': at('agent', ({ paused }) => `/console/apps/${paused}/charts`),
  },
  '/console/integrations': { list: at('agent', () => '/console/integrations') },
  '/console/integrations/new': {
    form: at('admin', () => '/console/integrations/new'),
    'not for agents': at('agent', () => '/console/integrations/new', 403),
  },
  '/console/integrations/[key]/definition': {
    'as it is saved': at('admin', ({ custom }) => `/console/integrations/${custom}/definition`),
    'a part was added, and is not right yet': at(
      'admin',
      ({ custom }) => `/console/integrations/${custom}/definition?reads=query&kind=hmac&part.0=value&of.0=&act=add`,
    ),
    saved: at('admin', ({ custom }) => `/console/integrations/${custom}/definition?done=`),
    'changed by somebody else': at('admin', ({ custom }) => `/console/integrations/${custom}/definition?changed=`),
    'for an agent': at('agent', ({ custom }) => `/console/integrations/${custom}/definition`),
    'of a network that has none': at(
      'admin',
      ({ network }) => `/console/integrations/${network.integration}/definition`,
      404,
    ),
  },
  '/console/integrations/[key]': {
    'set up': at('admin', ({ network }) => `/console/integrations/${network.integration}`),
    'set up, just saved': at('admin', ({ network }) => `/console/integrations/${network.integration}?done=mapping`),
    'for an agent': at('agent', ({ network }) => `/console/integrations/${network.integration}`),
    'a custom one': at('admin', ({ custom }) => `/console/integrations/${custom}`),
    'a tracker with its secret in the address': at('admin', ({ tracker }) => `/console/integrations/${tracker}`),
    'that does not exist': at('agent', () => '/console/integrations/no-such-integration', 404),
  },
  '/console/integrations/[key]/receipts': {
    everything: at('agent', ({ network }) => `/console/integrations/${network.integration}/receipts`),
    refused: at('admin', ({ network }) => `/console/integrations/${network.integration}/receipts?outcome=refused`),
    'refused, for an auditor': at(
      'auditor',
      ({ network }) => `/console/integrations/${network.integration}/receipts?outcome=refused`,
    ),
    'nothing fits': at('agent', ({ network }) => `/console/integrations/${network.integration}/receipts?tx=none`),
    'nothing has come': at('agent', ({ tracker }) => `/console/integrations/${tracker}/receipts`),
    'a page that does not exist': at(
      'agent',
      ({ network }) => `/console/integrations/${network.integration}/receipts?cursor=nonsense`,
    ),
  },
  '/console/integrations/[key]/charts': {
    'of a day': at('agent', ({ network }) => `/console/integrations/${network.integration}/charts`),
    'of a month': at('agent', ({ network }) => `/console/integrations/${network.integration}/charts?span=30d`),
    'nothing in them': at('agent', ({ tracker }) => `/console/integrations/${tracker}/charts`),
  },
  '/console/integrations/[key]/try': {
    'for an admin': at('admin', ({ network }) => `/console/integrations/${network.integration}/try`),
    'for an agent': at('agent', ({ network }) => `/console/integrations/${network.integration}/try`),
    'with an allow-list': at('admin', ({ tracker }) => `/console/integrations/${tracker}/try`),
  },
  '/console/integrations/[key]/receipts/[receiptId]': {
    recorded: at('admin', ({ network, receipts }) => receiptPath(network, receipts.recorded)),
    'forged, for an admin': at('admin', ({ network, receipts }) => receiptPath(network, receipts.forged)),
    'forged, for an agent': at('agent', ({ network, receipts }) => receiptPath(network, receipts.forged)),
    stale: at('agent', ({ network, receipts }) => receiptPath(network, receipts.stale)),
    unsigned: at('agent', ({ network, receipts }) => receiptPath(network, receipts.unsigned)),
    malformed: at('agent', ({ network, receipts }) => receiptPath(network, receipts.malformed)),
    'not there': at('agent', ({ network }) => receiptPath(network, 'nothing'), 404),
  },
  '/console/audit': {
    everything: at('auditor', () => '/console/audit'),
    narrowed: at('admin', ({ game }) => `/console/audit?subject=app:${game.key}`),
    'checked as a whole': at('admin', () => '/console/audit?check=all'),
    'nothing fits': at('admin', () => '/console/audit?action=nothing'),
    'a page that is not there': at('admin', () => '/console/audit?cursor=x'),
    'not for this role': at('agent', () => '/console/audit', 403),
  },
  '/console/health': { list: at('agent', () => '/console/health') },
  '/console/me': {
    account: at('agent', () => '/console/me'),
    'name saved': at('agent', () => '/console/me?done=name'),
  },
  '/console/me/two-factor': { 'not on yet': at('agent', () => '/console/me/two-factor') },
  '/sign-in/code': { 'nothing to prove leads on': at('agent', () => '/sign-in/code') },
  '/set-password/[token]': { 'no longer valid': at('anybody', () => '/set-password/nothing') },
  '/console/settings/agents': {
    'for an admin': at('admin', () => '/console/settings/agents'),
    'just invited': at('admin', () => '/console/settings/agents?done=invited'),
    'for an auditor': at('auditor', () => '/console/settings/agents'),
    'not for agents': at('agent', () => '/console/settings/agents', 403),
  },
  '/console/settings/agents/[id]': {
    'another one': at('admin', ({ agents }) => `/console/settings/agents/${agents.agent}`),
    oneself: at('admin', ({ agents }) => `/console/settings/agents/${agents.admin}`),
    'for an auditor': at('auditor', ({ agents }) => `/console/settings/agents/${agents.agent}`),
    'not there': at('admin', () => '/console/settings/agents/nothing', 404),
  },
  '/console/settings/api-keys': {
    'for an admin': at('admin', () => '/console/settings/api-keys'),
    'one was revoked': at('admin', () => '/console/settings/api-keys?done=revoked'),
    'for an auditor': at('auditor', () => '/console/settings/api-keys'),
    'not for agents': at('agent', () => '/console/settings/api-keys', 403),
  },
  '/console/settings/people': {
    'to look for somebody': at('admin', () => '/console/settings/people'),
    'not for auditors': at('auditor', () => '/console/settings/people', 403),
  },
  '/console/settings/people/[id]': {
    'a player': at('admin', ({ person }) => `/console/settings/people/${person}`),
    'somebody who was erased': at('admin', ({ erased }) => `/console/settings/people/${erased}`),
    'nobody known': at('admin', () => '/console/settings/people/nobody', 404),
  },
  '/console/settings/automation': {
    'for an admin': at('admin', () => '/console/settings/automation'),
    'just saved': at('admin', () => '/console/settings/automation?done=automation'),
    'for an auditor': at('auditor', () => '/console/settings/automation'),
    'not for agents': at('agent', () => '/console/settings/automation', 403),
  },
  '/console/reports': {
    'the last thirty days': at('admin', () => '/console/reports'),
    'of one app, by offer': at(
      'auditor',
      ({ game }) => `/console/reports?period=90d&app=${game.key}&by=offer&sort=approval`,
    ),
    'not told apart': at('admin', () => '/console/reports?offer=x&agent=nobody'),
    'an agent may not': at('agent', () => '/console/reports', 403),
  },
  '/console/reports/advertisers': { board: at('admin', () => '/console/reports/advertisers?period=90d') },
  '/console/reports/dry-run': { form: at('admin', () => '/console/reports/dry-run') },
  '/console/reports/dry-run/[id]': {
    done: at('admin', ({ dryRun }) => `/console/reports/dry-run/${dryRun}`),
    'no such run': at('admin', () => '/console/reports/dry-run/nothing', 404),
  },
  '/console/settings': {
    'for an admin': at('admin', () => '/console/settings'),
    'for an agent': at('agent', () => '/console/settings'),
  },
  '/console/settings/assignment': {
    'to change': at('admin', () => '/console/settings/assignment'),
    'to read': at('auditor', () => '/console/settings/assignment'),
  },
  '/console/settings/calendars': {
    'to change': at('admin', () => '/console/settings/calendars'),
    'to read': at('auditor', () => '/console/settings/calendars'),
  },
  '/console/settings/calendars/[key]': {
    'to change': at('admin', ({ calendar }) => `/console/settings/calendars/${calendar}`),
    'to read': at('auditor', ({ calendar }) => `/console/settings/calendars/${calendar}`),
    unknown: at('admin', () => '/console/settings/calendars/nothing', 404),
  },
  '/console/settings/calendars/advertisers/[key]': {
    'to change': at('admin', ({ network }) => `/console/settings/calendars/advertisers/${network.advertiser}`),
  },
  '/console/settings/advertisers': { list: at('auditor', () => '/console/settings/advertisers') },
  '/console/settings/advertisers/[key]': {
    'to change': at('admin', ({ network }) => `/console/settings/advertisers/${network.advertiser}`),
    'to read': at('auditor', ({ network }) => `/console/settings/advertisers/${network.advertiser}`),
    unknown: at('admin', () => '/console/settings/advertisers/nobody', 404),
  },
  '/console/settings/roles': { list: at('auditor', () => '/console/settings/roles') },
  '/dev': { hub: at('anybody', () => '/dev'), 'of one player': at('anybody', () => '/dev?user=you') },
  '/dev/floor': { 'almost nothing': at('anybody', () => '/dev/floor') },
  '/dev/mailbox': {
    everything: at('anybody', () => '/dev/mailbox'),
    'nothing in it': at('anybody', () => '/dev/mailbox?to=nobody@example.com'),
  },
  '/dev/mailbox/[id]': {
    'as sent': at('anybody', () => '/dev/mailbox/000000001'),
    'as text': at('anybody', () => '/dev/mailbox/000000001?view=text'),
  },
};
