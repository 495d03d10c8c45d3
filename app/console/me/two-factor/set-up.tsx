/** The two moments of setting up: before, and while a first code is wanted. */
import { getTranslations } from 'next-intl/server';
import { QrCode } from '@/app/console/me/two-factor/qr-code';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Field, Input } from '@/components/ui/field';
import { totpUri } from '@/lib/rules/totp';

const DOOR = '/api/console/me/two-factor';

export async function Begin() {
  const t = await getTranslations('console.me.twoFactor');
  return (
    <form method="post" action={DOOR} className="grid justify-items-start gap-3">
      <p className="max-w-prose">{t('what')}</p>
      <Button look="primary" size="dense" name="act" value="begin">
        {t('begin')}
      </Button>
    </form>
  );
}

export async function Confirm({ secret, account }: { secret: string; account: string }) {
  const t = await getTranslations('console.me.twoFactor');
  const spaced = secret.match(/.{4}/g)?.join(' ') ?? secret;
  return (
    <ol className="grid list-decimal gap-4 ps-5">
      <li>
        <p className="mb-2">{t('scan')}</p>
        <QrCode text={totpUri(secret, account)} label={t('picture')} />
        <p className="mt-2 text-quiet">{t('orType')}</p>
        <p className="flex flex-wrap items-center gap-2">
          <code className="break-all">{spaced}</code>
          <CopyButton text={secret} label={t('copy')} size="dense" done={t('copied')} />
        </p>
      </li>
      <li>
        <form method="post" action={DOOR} className="grid max-w-60 gap-3">
          <Field id="code" label={t('firstCode')}>
            <Input
              dense
              id="code"
              name="code"
              autoComplete="one-time-code"
              inputMode="numeric"
              required
              maxLength={7}
              className="tabular-nums"
            />
          </Field>
          <Button look="primary" size="dense" name="act" value="confirm">
            {t('confirm')}
          </Button>
        </form>
      </li>
    </ol>
  );
}
