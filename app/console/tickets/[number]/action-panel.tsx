/** A form of the action bar, folded under its name: one open at a time, opened by mouse, keyboard or palette, without scripts too. */
import { useLocale } from 'next-intl';
import type { ReactNode } from 'react';
import { CommandKeys } from '@/app/console/own-keys';
import { useProblemWords } from '@/app/console/tickets/[number]/use-problem-words';
import { DecisionForm } from '@/components/console/decision-form';
import { classNames } from '@/components/ui/class-names';
import { Icon, type IconName } from '@/components/ui/icon';
import type { CommandId } from '@/lib/rules/shortcuts';

const LOOKS = {
  ok: 'border-ok-line bg-ok-fill text-ok',
  bad: 'border-bad-line bg-bad-fill text-bad',
  plain: 'border-edge bg-raised text-ink hover:bg-surface',
};

type PanelProps = {
  id: string;
  label: string;
  icon?: IconName;
  look?: keyof typeof LOOKS;
  agent: { id: string };
  command?: CommandId;
  open?: boolean;
  /** Stands at the end of the bar, wherever its button is: next to it there may not be room. */
  wide?: boolean;
  children: ReactNode;
};

export function ActionPanel({ id, label, icon, look = 'plain', agent, command, open, wide, children }: PanelProps) {
  return (
    <details id={id} name="decide" open={open} className={wide ? undefined : 'sm:relative'}>
      <summary
        className={classNames(
          'flex min-h-7 list-none items-center gap-2 rounded-box border px-2.5 font-medium',
          LOOKS[look],
        )}
      >
        {icon && <Icon name={icon} className="size-4" />}
        {label}
        {command && <CommandKeys agent={agent} command={command} />}
      </summary>
      <div
        className={classNames(
          'absolute inset-x-4 bottom-full mb-1 max-h-[70dvh] overflow-y-auto rounded-box border border-line bg-raised p-4 shadow-lg sm:inset-x-auto',
          wide ? 'sm:end-4 sm:w-[36rem]' : 'sm:start-0 sm:w-96',
        )}
      >
        {children}
      </div>
    </details>
  );
}

type FormProps = {
  id?: string;
  ticket: { number: string; version: number };
  /** The door under the ticket's address. */
  door: string;
  problem?: { code: string; message: string } | null;
  children: ReactNode;
};

/** Sends the version that the agent sees; whoever comes second is told what changed. */
export function ActionForm({ id, ticket, door, problem = null, children }: FormProps) {
  const locale = useLocale();
  const words = useProblemWords();
  return (
    <DecisionForm
      id={id}
      action={`/api/console/tickets/${ticket.number}/${door}`}
      version={ticket.version}
      words={words}
      locale={locale}
      problem={problem}
    >
      {children}
    </DecisionForm>
  );
}

export function Labelled({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
    </div>
  );
}
