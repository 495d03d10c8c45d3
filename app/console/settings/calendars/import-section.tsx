/** Holidays from a file: chosen or pasted, looked at, then taken over or dropped. Without a script as with one. */
import { getLocale, getTranslations } from 'next-intl/server';
import type { Flash } from '@/app/console/flash';
import { calendarWords } from '@/app/console/settings/calendars/calendar-words';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { describedBy, Field, Input, Textarea } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import type { Holiday } from '@/lib/rules/holidays-ics';
import { type ImportTarget, readPreview } from '@/lib/tickets/import-holidays';

type ImportSectionProps = {
  target: ImportTarget;
  /** Dates that are there already. */
  known: readonly string[];
  flash: Flash | null;
  done: string | undefined;
};

export async function ImportSection({ target, known, flash, done }: ImportSectionProps) {
  const t = await getTranslations('console.settings.calendars.import');
  const preview = await readPreview(target);
  const action = `/api/console/holidays/${target.kind}/${encodeURIComponent(target.key)}`;
  return (
    <section id="import">
      <Card className="grid gap-3">
        <h2 className="font-semibold">{t('title')}</h2>
        {flash?.typed.section === 'import' && <Refused flash={flash} />}
        {done === 'take' && <Notice tone="ok">{t('taken')}</Notice>}
        {preview ? (
          <Preview {...preview} known={known} action={action} />
        ) : (
          <form method="post" action={action} encType="multipart/form-data" className="grid gap-3">
            <input type="hidden" name="step" value="look" />
            <p className="max-w-prose text-quiet">{t('what')}</p>
            <Field id="file" label={t('file')}>
              <Input dense {...describedBy('file', {})} type="file" name="file" accept=".ics,text/calendar" />
            </Field>
            <Field id="text" label={t('text')}>
              <Textarea
                dense
                {...describedBy('text', {})}
                name="text"
                rows={3}
                placeholder="BEGIN:VCALENDAR"
                className="font-mono"
              />
            </Field>
            <Button size="dense" className="justify-self-start">
              {t('look')}
            </Button>
          </form>
        )}
      </Card>
    </section>
  );
}

async function Refused({ flash }: { flash: Flash }) {
  const t = await getTranslations('console.settings.calendars.import');
  const { fault } = await calendarWords();
  const [code = ''] = Object.values((flash.details.faults ?? { ics: flash.code }) as Record<string, string>);
  return (
    <Notice tone="bad" title={t('failed')}>
      {fault[code] ?? flash.message}
    </Notice>
  );
}

type PreviewProps = { holidays: Holiday[]; ignored: number; known: readonly string[]; action: string };

async function Preview({ holidays, ignored, known, action }: PreviewProps) {
  const t = await getTranslations('console.settings.calendars.import');
  const day = new Intl.DateTimeFormat(await getLocale(), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const fresh = holidays.filter(({ date }) => !known.includes(date));
  return (
    <>
      <p>{t('found', { fresh: fresh.length, known: holidays.length - fresh.length, ignored })}</p>
      {fresh.length > 0 && (
        <ul className="grid max-h-72 gap-x-6 overflow-y-auto rounded-box border border-line p-2 sm:grid-cols-2 xl:grid-cols-3">
          {fresh.map(({ date, name }) => (
            <li key={date} className="flex gap-2">
              <time dateTime={date} className="w-36 shrink-0 text-quiet tabular-nums">
                {day.format(new Date(`${date}T00:00:00Z`))}
              </time>
              <span className="min-w-0 break-words">{name === date ? '' : name}</span>
            </li>
          ))}
        </ul>
      )}
      <form method="post" action={action} className="flex flex-wrap gap-2">
        {fresh.length > 0 && (
          <Button size="dense" look="primary" name="step" value="take">
            {t('take', { count: fresh.length })}
          </Button>
        )}
        <Button size="dense" name="step" value="drop">
          {t('drop')}
        </Button>
      </form>
    </>
  );
}
