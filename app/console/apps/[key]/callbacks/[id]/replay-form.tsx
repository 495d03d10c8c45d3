/** Telling the game again. Of what it has acknowledged before one has to say that it is meant. */
import { useTranslations } from 'next-intl';
import { Pane } from '@/components/console/pane';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { CallbackForConsole } from '@/lib/rewards/read-callback';

export function ReplayForm({ callback, door }: { callback: CallbackForConsole; door: string }) {
  const t = useTranslations('console.callback');
  return (
    <Pane id="replay" title={t('replay')}>
      <form method="post" action={door} className="grid gap-3">
        <p>{t('replayBody')}</p>
        {callback.acknowledgedAt && (
          <Notice tone="wait" title={t('alreadyAcknowledged')}>
            <p>{t('alreadyBody')}</p>
            <label className="mt-1 flex min-h-6 items-center gap-2">
              <input type="checkbox" name="again" value="yes" required />
              {t('againAnyway')}
            </label>
          </Notice>
        )}
        <div>
          <Button size="dense">{t('replayNow')}</Button>
        </div>
      </form>
    </Pane>
  );
}
