/** What has just been done with a mail, and the way back: what was rejected by a slip is brought back with one press. */
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Notice } from '@/components/ui/notice';
import { readTicketNumber } from '@/lib/rules/ticket-number';

const DONE = ['attached', 'rejected', 'broughtBack', 'instructed', 'seen'] as const;
type Asked = Record<string, string | string[] | undefined>;
type ToastProps = { asked: Asked; from: string; mayHandle: boolean };

export function MailToast({ asked, from, mayHandle }: ToastProps) {
  const t = useTranslations('console.suspended');
  const text = (name: string) => [asked[name]].flat()[0] ?? '';
  const done = DONE.find((one) => one === text('done'));
  if (!done) return null;
  const number = readTicketNumber(text('number'));
  const count = Number(text('rejected') || text('broughtBack')) || 1;
  return (
    <Notice tone="ok">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span>{t(`done.${done}`, { count })}</span>
        {done === 'attached' && number && (
          <a href={`/console/tickets/${number}`} className="font-mono text-accent underline">
            {number}
          </a>
        )}
        {done === 'rejected' && mayHandle && <Undo id={text('mail')} from={from} />}
      </div>
    </Notice>
  );
}

function Undo({ id, from }: { id: string; from: string }) {
  const t = useTranslations('console.undo');
  return (
    <form method="post" action={`/api/console/mail/${encodeURIComponent(id)}`}>
      <input type="hidden" name="from" value={from} />
      <Button size="dense" name="do" value="undo">
        <Icon name="undo" className="size-4" />
        {t('undo')}
      </Button>
    </form>
  );
}
