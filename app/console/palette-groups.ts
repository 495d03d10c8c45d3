/** What the palette leads to, for one agent: queues, pages and settings that their role may open. */
import { getLocale, getTranslations } from 'next-intl/server';
import { MORE } from '@/app/console/frame';
import type { PaletteAnswer, PaletteGroup } from '@/components/console/palette-items';
import { sectionsFor } from '@/components/console/settings-rail';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { fillTemplate } from '@/lib/rules/macro-variables';
import { can } from '@/lib/rules/permissions';
import { QUEUES } from '@/lib/rules/queues';
import { labelOf } from '@/lib/rules/reasons';
import { TABLE } from '@/lib/rules/shortcuts';
import { macroValues, readMacroTicket } from '@/lib/tickets/macro-values';
import { readMacros } from '@/lib/tickets/read-macros';
import { readReasons } from '@/lib/tickets/read-reasons';
import { listViews } from '@/lib/tickets/saved-views';

/** `ticket` is the number of the one that is open; macros are shown with its own words. */
export async function paletteFor(agent: SignedInAgent, ticket: string | null): Promise<PaletteAnswer> {
  const t = await getTranslations('console');
  const words = await getTranslations('console.palette');
  return {
    groups: [await macros(agent, ticket), await views(agent), await queues(), await pages(agent)],
    commands: Object.fromEntries(TABLE.map(({ id }) => [id, t(`keys.do.${id}`)])),
    words: {
      title: words('title'),
      placeholder: words('placeholder'),
      none: words('none'),
      close: words('close'),
      onTicket: words('onTicket'),
      recent: words('recent'),
      person: words('person'),
      signOut: t('person.signOut'),
      openTicket: words('openTicket', { number: '{number}' }),
      searchFor: words('searchFor', { words: '{words}' }),
      list: words('list'),
    },
  };
}

async function views({ id, role }: SignedInAgent): Promise<PaletteGroup> {
  const t = await getTranslations('console.palette');
  const all = await listViews({ id, role, mayShare: false });
  const items = all.map((view) => ({
    id: `view-${view.id}`,
    label: view.name,
    href: `/console/tickets?${view.query}`,
  }));
  return { id: 'views', label: t('views'), items };
}

/** Only where a ticket is open: a macro is applied by the form in its action bar. */
async function macros(agent: SignedInAgent, number: string | null): Promise<PaletteGroup> {
  const t = await getTranslations('console.macros');
  const locale = await getLocale();
  const ticket = number && (await readMacroTicket(number));
  const [all, reasons] = ticket ? await Promise.all([readMacros(agent), readReasons()]) : [[], []];
  const values = ticket ? macroValues(ticket, agent) : null;
  const items = all.map((macro) => {
    const reason = reasons.find(({ code }) => code === macro.reason);
    const lines: [string, string | null | undefined][] = [
      [t('does'), macro.decision && t(`decision.${macro.decision}`)],
      [t('reason'), reason && labelOf(reason, locale)],
      [t('tags'), macro.tags.join(', ')],
      [t('then'), t(`next.${macro.next}`)],
    ];
    return {
      id: `macro-form-${macro.id}`,
      label: macro.name,
      href: '/console/settings/macros',
      preview: {
        title: macro.name,
        lines: lines.flatMap(([label, value]): [string, string][] => (value ? [[label, value]] : [])),
        words: values ? fillTemplate(macro.template, values) : '',
      },
    };
  });
  return { id: 'macros', label: (await getTranslations('console.palette'))('macros'), items };
}

async function queues(): Promise<PaletteGroup> {
  const t = await getTranslations('console');
  const items = QUEUES.map((queue) => ({
    id: `queue-${queue}`,
    label: t(`queue.${queue}`),
    href: `/console/tickets?queue=${queue}`,
  }));
  return { id: 'queues', label: t('palette.queues'), items };
}

async function pages(agent: SignedInAgent): Promise<PaletteGroup> {
  const t = await getTranslations('console');
  const lookUp = MORE.filter(([, , permission]) => can(agent.role, permission)).map(([name]) => ({
    id: `page-${name}`,
    label: t(`nav.${name}`),
    href: `/console/${name}`,
  }));
  const settings = sectionsFor(agent.role).map((name) => ({
    id: `settings-${name}`,
    label: t('palette.setting', { name: t(`settings.section.${name}`) }),
    href: `/console/settings/${name}`,
    also: t(`settings.about.${name}`),
  }));
  const own = [
    { id: 'me-keyboard', label: t('keyboard.title'), href: '/console/me/keyboard' },
    { id: 'me-theme', label: t('me.theme.title'), href: '/console/me#theme' },
  ];
  return { id: 'pages', label: t('palette.pages'), items: [...lookUp, ...settings, ...own] };
}
