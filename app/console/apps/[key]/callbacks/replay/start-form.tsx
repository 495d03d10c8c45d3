/** What would be told again. A large set is confirmed by typing its number. */
import { useLocale, useTranslations } from 'next-intl';
import { Nothing, Pane } from '@/components/console/pane';
import { Button } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { MOST_REPLAYED, type ReplayableSet } from '@/lib/rewards/replay-callbacks';

/** From here on the number is typed, not only clicked. */
const TYPED_ABOVE = 50;

type StartFormProps = { set: ReplayableSet; query: URLSearchParams; isNarrowed: boolean; door: string };

export function StartForm({ set, query, isNarrowed, door }: StartFormProps) {
  const t = useTranslations('console.callbackReplay');
  const locale = useLocale();
  const { total, acknowledged } = set;
  if (total === 0 || total > MOST_REPLAYED) {
    return (
      <Pane id="set" title={t('set')}>
        <Nothing>{total === 0 ? t('nothing') : t('tooMany', { most: MOST_REPLAYED })}</Nothing>
      </Pane>
    );
  }
  return (
    <Pane id="set" title={t('set')}>
      <form method="post" action={door} className="grid max-w-prose gap-3">
        <input type="hidden" name="action" value="start" />
        {[...query].map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <p className="font-medium">{t(isNarrowed ? 'count' : 'countAll', { count: total })}</p>
        <p>{t('how')}</p>
        {acknowledged > 0 && (
          <Notice tone="wait" title={t('acknowledged', { count: acknowledged })}>
            {t('acknowledgedBody')}
          </Notice>
        )}
        {total > TYPED_ABOVE ? (
          <Field id="count" label={t('type', { number: new Intl.NumberFormat(locale).format(total) })}>
            <Input dense id="count" name="count" inputMode="numeric" autoComplete="off" required maxLength={12} />
          </Field>
        ) : (
          <input type="hidden" name="count" value={total} />
        )}
        <div>
          <Button size="dense" look="primary">
            {t('start', { count: total })}
          </Button>
        </div>
      </form>
    </Pane>
  );
}
