/**
 * Two-step sign-in of the agent who is signed in: set it up, see how many recovery codes are left, give it up. An agent whose
 * role must have it and has not stands here until it is done.
 */
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { readFlash } from '@/app/console/flash';
import { Frame } from '@/app/console/frame';
import { CodesLeft, NewCodes } from '@/app/console/me/two-factor/recovery-codes';
import { Begin, Confirm } from '@/app/console/me/two-factor/set-up';
import { requireAgent } from '@/app/console/signed-in';
import { LinkButton } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { unseal } from '@/lib/accounts/sealed';
import { readTwoFactor } from '@/lib/accounts/two-factor';
import { consolePath } from '@/lib/rules/console-path';

type Search = { problem?: string; told?: string; callbackUrl?: string | string[] };

export default async function TwoFactorPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { agent, now } = await requireAgent('tickets:read', { evenBefore: 'enrolment' });
  const { problem, told } = await searchParams;
  const [t, flash, state] = [
    await getTranslations('console.me.twoFactor'),
    await readFlash(problem ?? told),
    await readTwoFactor(agent.id),
  ];
  const codes = codesIn(flash?.details.codes);
  return (
    <Around agent={agent} now={now}>
      <h1 className="text-lg font-semibold">{t('title')}</h1>
      {agent.wants && <Notice tone="wait" title={t('must')} />}
      {problem && flash && <Notice tone="bad">{flash.message}</Notice>}
      {codes && <NewCodes codes={codes} />}
      {state.on ? (
        <CodesLeft left={state.codesLeft} since={state.since} />
      ) : state.secret ? (
        <Confirm secret={state.secret} account={agent.email} />
      ) : (
        <Begin />
      )}
      {!agent.wants && (
        <p>
          <LinkButton size="dense" href={consolePath('/console/me')}>
            {t('back')}
          </LinkButton>
        </p>
      )}
    </Around>
  );
}

/** Whoever must set it up first sees nothing of the console yet, not even how much waits in it. */
function Around({ agent, now, children }: { agent: SignedInAgent; now: Date; children: ReactNode }) {
  if (agent.wants) return <main className="mx-auto grid max-w-xl grid-cols-1 gap-3 p-4 text-sm">{children}</main>;
  return (
    <Frame agent={agent} now={now} place={null}>
      <div className="grid max-w-2xl grid-cols-1 gap-3">{children}</div>
    </Frame>
  );
}

function codesIn(sealed: unknown): string[] | null {
  const text = typeof sealed === 'string' ? unseal('shown-once', sealed) : null;
  return text ? (JSON.parse(text) as string[]) : null;
}
