/** What a box with a draft says. */
import { useTranslations } from 'next-intl';
import type { DraftWords } from '@/components/console/draft-field';

export function useDraftWords(): DraftWords {
  const t = useTranslations('console.draft');
  return {
    saving: t('saving'),
    saved: t('saved', { time: '{time}' }),
    failed: t('failed'),
    discard: t('discard'),
    discarded: t('discarded'),
    undo: t('undo'),
    names: t('names'),
  };
}
