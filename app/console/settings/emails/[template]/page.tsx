/** One e-mail in one language: its words, how they look, and every version there was. */
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { readFlash } from '@/app/console/flash';
import { Versions } from '@/app/console/settings/emails/[template]/versions';
import { WordsForm } from '@/app/console/settings/emails/[template]/words-form';
import { SettingsFrame } from '@/app/console/settings/settings-frame';
import { requireAgent } from '@/app/console/signed-in';
import { Pane } from '@/components/console/pane';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { isWorded, type WordedTemplate } from '@/lib/emails/override-shape';
import { type Language, languageOf } from '@/lib/emails/template';
import { readTemplateVersions } from '@/lib/outbox/email-overrides';
import { can } from '@/lib/rules/permissions';
import { WRITTEN_LANGUAGES } from '@/lib/rules/reasons';

type Search = Record<'locale' | 'problem' | 'done', string | string[] | undefined>;
type Props = { params: Promise<{ template: string }>; searchParams: Promise<Search> };

const DONE = ['saved', 'used', 'test'] as const;

export default async function EmailPage({ params, searchParams }: Props) {
  const { agent, now } = await requireAgent('settings:read');
  const { template } = await params;
  if (!isWorded(template)) notFound();
  const asked = await searchParams;
  const flash = await readFlash([asked.problem].flat()[0]);
  const locale = languageOf(flash?.typed.locale ?? [asked.locale].flat()[0] ?? 'en');
  const done = DONE.find((one) => one === [asked.done].flat()[0]);
  const versions = await readTemplateVersions(template, locale);
  const used = versions.find(({ active }) => active);
  const t = await getTranslations('console.emails');
  const mayChange = can(agent.role, 'settings:write');
  const here = { template, locale, mayChange };
  return (
    <SettingsFrame agent={agent} now={now} section="emails">
      {flash && <Notice tone="bad" title={flash.message} />}
      {done && !flash && <Notice tone="ok">{t(`done.${done}`, { address: agent.email })}</Notice>}
      <p>
        <a href="/console/settings/emails" className="inline-flex min-h-6 items-center text-accent underline">
          {t('all')}
        </a>
      </p>
      <h2 className="font-semibold">{t(`name.${template}`)}</h2>
      <Languages {...here} />
      <Pane id="words" title={t('words')}>
        <WordsForm {...here} used={used} flash={flash} />
        <SendTest {...here} />
      </Pane>
      <Pane id="versions" title={t('versions')}>
        <Versions {...here} versions={versions} now={now} />
      </Pane>
    </SettingsFrame>
  );
}

type Here = { template: WordedTemplate; locale: Language; mayChange: boolean };

async function Languages({ template, locale }: Here) {
  const t = await getTranslations('console.emails');
  return (
    <nav aria-label={t('languages')} className="flex gap-1">
      {WRITTEN_LANGUAGES.map((language) => (
        <a
          key={language}
          href={`/console/settings/emails/${template}?locale=${language}`}
          aria-current={language === locale ? 'page' : undefined}
          className="inline-flex min-h-7 items-center rounded-chip px-2 underline aria-[current]:bg-accent-fill aria-[current]:font-medium aria-[current]:text-accent aria-[current]:no-underline"
        >
          {t(`language.${language}`)}
        </a>
      ))}
    </nav>
  );
}

async function SendTest({ template, locale, mayChange }: Here) {
  const t = await getTranslations('console.emails');
  if (!mayChange) return null;
  return (
    <form id="test" method="post" action={`/api/console/email-templates/${template}/test`} className="scroll-mt-4">
      <input type="hidden" name="locale" value={locale} />
      <Button size="dense">{t('test')}</Button>
    </form>
  );
}
