/** An e-mail of this ticket and what became of it: waiting, handed over with the server's words, came back, held back. */
import { useLocale, useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { Time } from '@/components/ui/time';
import type { ConversationEntry } from '@/lib/tickets/agent-conversation';

type Letter = Extract<ConversationEntry, { kind: 'letter' }>;

export function LetterLine({ letter, number }: { letter: Letter; number: string | null }) {
  const t = useTranslations('console.conversation');
  const locale = useLocale();
  const state = stateOf(letter);
  const words = letter.status === 'SENT' ? letter.response : letter.reason;
  return (
    <div className="flex flex-wrap items-baseline gap-x-2 text-quiet">
      <Icon name="mail" className="size-4 self-center" />
      <span>{t.has(`template.${letter.template}`) ? t(`template.${letter.template}`) : letter.template}</span>
      <span className={classNames(letter.failedAt && !letter.resentAt && 'font-medium text-bad')}>
        {t.has(`letter.${state}`) ? t(`letter.${state}`) : letter.status}
      </span>
      <Time at={letter.bouncedAt ?? letter.sentAt ?? letter.failedAt ?? letter.at} style="clock" locale={locale} />
      {words && <bdi className="wrap-anywhere">{t.has(`heldBack.${words}`) ? t(`heldBack.${words}`) : words}</bdi>}
      {letter.resentAt && <span>{t('sentAgain')}</span>}
      {letter.mayResend && number && <SendAgain letter={letter} number={number} />}
    </div>
  );
}

function stateOf({ status, bouncedAt }: Letter): string {
  return bouncedAt ? 'BOUNCED' : status;
}

function SendAgain({ letter, number }: { letter: Letter; number: string }) {
  const t = useTranslations('console.conversation');
  if (letter.isSuppressed) {
    return (
      <a href="/console/settings/suppressions" className="text-accent hover:underline">
        {t('suppressed')}
      </a>
    );
  }
  return (
    <form method="post" action={`/api/console/tickets/${number}/emails`} className="my-0.5">
      <input type="hidden" name="email" value={letter.id} />
      <Button size="dense">{t('sendAgain')}</Button>
    </form>
  );
}
