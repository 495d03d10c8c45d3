/** What is done with the list, and what was just done. */
import { getTranslations } from 'next-intl/server';
import { Button } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { countMissed } from '@/lib/outbox/suppressions';

const DOOR = '/api/console/settings/suppressions';

export async function AddAddress({ typed }: { typed: Record<string, string> }) {
  const t = await getTranslations('console.suppressions');
  return (
    <form method="post" action={DOOR} className="flex flex-wrap items-end gap-2">
      <Field id="address" label={t('new')}>
        <Input
          dense
          id="address"
          name="address"
          type="email"
          required
          dir="ltr"
          maxLength={254}
          autoComplete="off"
          defaultValue={typed.address ?? ''}
        />
      </Field>
      <Field id="reason" label={t('why')}>
        <Input dense id="reason" name="reason" required maxLength={300} defaultValue={typed.reason ?? ''} />
      </Field>
      <Button size="dense" name="do" value="add">
        {t('add')}
      </Button>
    </form>
  );
}

/** Asked twice: an address that does not exist costs us the trust of every other mail server. */
export async function ClearAddress({ address }: { address: string }) {
  const t = await getTranslations('console.suppressions');
  return (
    <details>
      <summary className="w-fit whitespace-nowrap text-accent">
        {t('clear')}
        <span className="sr-only"> {address}</span>
      </summary>
      <form method="post" action={DOOR} className="grid min-w-48 gap-1 py-1">
        <p>{t('clearBody')}</p>
        <input type="hidden" name="address" value={address} />
        <div>
          <Button size="dense" look="danger" name="do" value="clear">
            {t('clearYes')}
          </Button>
        </div>
      </form>
    </details>
  );
}

type DoneProps = { done: string; address: string; sent: string; left: string; mayHandle: boolean };

export async function Done({ done, address, sent, left, mayHandle }: DoneProps) {
  const t = await getTranslations('console.suppressions');
  if (done === 'add') return <Notice tone="ok">{t('added', { address })}</Notice>;
  if (done === 'send') {
    const remaining = Number(left) || 0;
    return (
      <Notice tone={remaining > 0 ? 'wait' : 'ok'} title={t('sent', { count: Number(sent) || 0, address })}>
        {remaining > 0 && t('left', { count: remaining })}
      </Notice>
    );
  }
  if (done !== 'clear') return null;
  const missed = await countMissed(address);
  return (
    <Notice tone="ok" title={t('cleared', { address })}>
      {missed > 0 && mayHandle && (
        <form method="post" action={DOOR} className="flex flex-wrap items-center gap-2">
          <input type="hidden" name="address" value={address} />
          <span>{t('missed', { count: missed })}</span>
          <Button size="dense" name="do" value="send">
            {t('sendAgain')}
          </Button>
        </form>
      )}
    </Notice>
  );
}
