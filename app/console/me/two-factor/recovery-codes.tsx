/** Recovery codes: told once when they are made, afterwards only counted. */
import { getLocale, getTranslations } from 'next-intl/server';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';

const DOOR = '/api/console/me/two-factor';
const FEW = 3;

export async function NewCodes({ codes }: { codes: string[] }) {
  const t = await getTranslations('console.me.twoFactor');
  return (
    <section id="codes" className="grid gap-2 rounded-box border border-line bg-raised p-3">
      <Notice tone="wait" title={t('codesOnce')} />
      <ul className="grid grid-cols-2 gap-x-6 gap-y-1 sm:max-w-sm" translate="no">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p>
        <CopyButton text={codes.join('\n')} label={t('copyAll')} size="dense" done={t('copied')} />
      </p>
    </section>
  );
}

export async function CodesLeft({ left, since }: { left: number; since: Date | null }) {
  const [t, locale] = [await getTranslations('console.me.twoFactor'), await getLocale()];
  return (
    <>
      <Notice tone="ok" title={t('on')}>
        {since && t.rich('since', { when: () => <Time at={since} style="clock" locale={locale} /> })}
      </Notice>
      <p className={left <= FEW ? 'font-medium text-bad' : undefined}>{t('left', { count: left })}</p>
      <form method="post" action={DOOR} className="flex flex-wrap gap-2">
        <Button size="dense" name="act" value="codes">
          {t('renew')}
        </Button>
        <Button size="dense" look="danger" name="act" value="end">
          {t('end')}
        </Button>
      </form>
      <p className="max-w-prose text-quiet">{t('renewWhat')}</p>
    </>
  );
}
