/** What the palette leads to, for one agent: queues, pages and settings that their role may open. */
import { getTranslations } from 'next-intl/server';
import { MORE } from '@/app/console/frame';
import type { PaletteAnswer, PaletteGroup } from '@/components/console/palette-items';
import { sectionsFor } from '@/components/console/settings-rail';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { can } from '@/lib/rules/permissions';
import { QUEUES } from '@/lib/rules/queues';
import { TABLE } from '@/lib/rules/shortcuts';

export async function paletteFor(agent: SignedInAgent): Promise<PaletteAnswer> {
  const t = await getTranslations('console');
  const words = await getTranslations('console.palette');
  return {
    groups: [await queues(), await pages(agent)],
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
  const own = { id: 'me-keyboard', label: t('keyboard.title'), href: '/console/me/keyboard' };
  return { id: 'pages', label: t('palette.pages'), items: [...lookUp, ...settings, own] };
}
