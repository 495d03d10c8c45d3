/** A template with the place of its fault marked, and what is wrong there; the field `of` is described by it. */
import { getTranslations } from 'next-intl/server';
import { visible } from '@/components/console/bytes';
import { Icon } from '@/components/ui/icon';
import type { CallbackFault } from '@/lib/offers/callback-faults';

export async function FaultAt({ of, template, fault }: { of: string; template: string; fault: CallbackFault | null }) {
  const t = await getTranslations('console.app.address');
  if (!fault) return null;
  const { position, message } = fault;
  return (
    <div id={`${of}-fault`} className="grid gap-1" role="alert">
      <p className="flex gap-1.5 text-bad">
        <Icon name="warning" />
        <span>
          {position !== null && <span className="font-medium">{t('character', { position: position + 1 })} </span>}
          <bdi lang="en">{message}</bdi>
        </span>
      </p>
      {position !== null && template !== '' && <Marked template={template.trim()} position={position} />}
    </div>
  );
}

function Marked({ template, position }: { template: string; position: number }) {
  const wrong = /^(?:[[{]%?[^\]}]*%?[\]}]?|[^&?]+|.)/.exec(template.slice(position))?.[0] ?? '';
  return (
    <code
      dir="ltr"
      className="rounded-chip border border-line bg-surface p-2 font-mono text-xs/5 wrap-anywhere whitespace-pre-wrap"
    >
      {visible(template.slice(0, position))}
      <mark className="rounded-chip bg-bad-fill px-0.5 text-bad underline decoration-wavy">
        {wrong === '' ? '▯' : visible(wrong)}
      </mark>
      {visible(template.slice(position + wrong.length))}
    </code>
  );
}
