/** Says before a form is filled in that a code will be wanted, so that nothing is typed twice. */
import { getTranslations } from 'next-intl/server';
import { isProven, wantedPath } from '@/app/console/signed-in';
import { Notice } from '@/components/ui/notice';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';

export async function ProofNotice({ agent, page, now }: { agent: SignedInAgent; page: string; now: Date }) {
  if (isProven(agent, now)) return null;
  const t = await getTranslations('console.settings');
  return (
    <Notice tone="info">
      <a href={wantedPath('code', page)} className="inline-flex min-h-6 items-center underline">
        {t('proofFirst')}
      </a>
    </Notice>
  );
}
