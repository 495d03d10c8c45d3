/** What the forms of the ticket page say when something came between. */
import { useTranslations } from 'next-intl';
import type { ProblemWords } from '@/components/console/decision-form';
import type { WhatChangedWords } from '@/components/console/what-changed';
import { TICKET_STATUSES } from '@/lib/rules/ticket-states';

export function useProblemWords(): ProblemWords {
  const t = useTranslations('console');
  return {
    failed: t('decide.failed'),
    offline: t('decide.offline'),
    showChanges: t('whatChanged.show'),
    whatChanged: useWhatChangedWords(),
  };
}

export function useWhatChangedWords(): WhatChangedWords {
  const t = useTranslations('console');
  return {
    title: t('decide.changed'),
    now: Object.fromEntries(
      TICKET_STATUSES.map((status) => [status, t('decide.changedTo', { status: t(`status.${status}`) })]),
    ),
    event: t.raw('change') as Record<string, string>,
    anything: t('whatChanged.anything'),
    byPerson: t('whatChanged.byPerson', { what: '{what}', who: '{who}' }),
    byRules: t('whatChanged.byRules', { what: '{what}' }),
    versions: t('whatChanged.versions', { from: '{from}', to: '{to}' }),
    kept: t('whatChanged.kept'),
    sendAgain: t('whatChanged.sendAgain'),
    keepLooking: t('whatChanged.keepLooking'),
    discard: t('whatChanged.discard'),
  };
}
