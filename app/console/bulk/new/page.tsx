/** An order over many tickets is read over before it is given: what, with how many, and what has to be said with it. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { chosenPairs, readChosen } from '@/app/console/bulk/chosen';
import { BulkFields } from '@/app/console/bulk/new/bulk-fields';
import { TypedCount } from '@/app/console/bulk/typed-count';
import { readFlash } from '@/app/console/flash';
import { Frame } from '@/app/console/frame';
import { requireAgent } from '@/app/console/signed-in';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { type BulkAction, bulkLine, isBulkAction, MOST_IN_BULK, TYPED_ABOVE } from '@/lib/rules/bulk';
import { can, type Role } from '@/lib/rules/permissions';
import { isRefusal } from '@/lib/rules/refusal';
import { type Chosen, countChosen } from '@/lib/tickets/bulk-chosen';

type Search = Record<string, string | string[] | undefined>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('console.bulk'))('title') };
}

export default async function NewBulkPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { agent, now } = await requireAgent('tickets:assign');
  const asked = await searchParams;
  const texts = (name: string) => [asked[name] ?? []].flat();
  const action = texts('action')[0];
  if (!isBulkAction(action)) notFound();
  const chosen = readChosen({ texts, text: (name) => texts(name)[0] ?? '' });
  const [t, locale] = [await getTranslations('console.bulk'), await getLocale()];
  const flash = await readFlash(texts('problem')[0]);
  const counted = await countChosen({ chosen, agentId: agent.id, now });
  const { total, sample } = isRefusal(counted) ? { total: 0, sample: [] } : counted;
  const stop = isRefusal(counted) ? t('notUnderstood') : whyNot(t, agent.role, action, total);
  return (
    <Frame agent={agent} now={now} place={null}>
      <div className="grid max-w-prose gap-3">
        <h1 className="text-lg font-semibold">{t(`action.${action}`)}</h1>
        {flash && (
          <Notice tone="bad" title={t('problem')}>
            {flash.message}
          </Notice>
        )}
        {stop ? (
          <Notice tone="wait" title={stop}>
            <a href={back(chosen)} className="inline-flex min-h-6 items-center text-accent underline">
              {t('back')}
            </a>
          </Notice>
        ) : (
          <form method="post" action="/api/console/bulk" className="grid gap-4">
            <input type="hidden" name="action" value={action} />
            {chosenPairs(chosen).map(([name, value]) => (
              <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
            ))}
            <div className="grid gap-1">
              <p className="text-base font-medium tabular-nums">{t('count', { count: total })}</p>
              <p className="text-quiet">
                <span className="font-mono">{sample.join(' · ')}</span>
                {total > sample.length && ` ${t('andMore', { count: total - sample.length })}`}
              </p>
              {'queue' in chosen && <p className="text-quiet">{t('snapshot')}</p>}
            </div>
            <BulkFields
              action={action}
              typed={
                flash?.typed ?? Object.fromEntries(['why', 'question'].map((name) => [name, texts(name)[0] ?? '']))
              }
              locale={locale}
            />
            <p className="text-quiet">{t(bulkLine(action).canBeUndone ? 'undoable' : 'final')}</p>
            {total > TYPED_ABOVE && <TypedCount total={total} />}
            <div className="flex flex-wrap items-center gap-3">
              <Button size="dense" look="primary">
                {t('start', { count: total })}
              </Button>
              <a href={back(chosen)} className="inline-flex min-h-6 items-center text-accent underline">
                {t('back')}
              </a>
            </div>
          </form>
        )}
      </div>
    </Frame>
  );
}

type Words = Awaited<ReturnType<typeof getTranslations<'console.bulk'>>>;

function whyNot(t: Words, role: Role, action: BulkAction, total: number): string | null {
  if (!can(role, bulkLine(action).permission)) return t('notAllowed');
  if (total === 0) return t('nothing');
  if (total > MOST_IN_BULK) return t('tooMany', { most: MOST_IN_BULK });
  return total > TYPED_ABOVE && !can(role, 'tickets:bulk') ? t('onlySome', { total, most: TYPED_ABOVE }) : null;
}

function back(chosen: Chosen): string {
  return 'queue' in chosen
    ? `/console/tickets?${new URLSearchParams({ queue: chosen.queue, q: chosen.q })}`
    : '/console/tickets';
}
