/** What the person told us, and what was said since. Texts of people are shown as they are, isolated from the page's direction. */
import { useLocale, useTranslations } from 'next-intl';
import { classNames } from '@/components/ui/class-names';
import { Time } from '@/components/ui/time';

type Message = { at: Date; author: 'user' | 'agent'; body: string };
type Picture = { id: string; name: string; width: number; height: number; source: string };

export function Messages({ messages }: { messages: readonly Message[] }) {
  const t = useTranslations('ticket');
  const locale = useLocale();
  if (messages.length === 0) return null;
  return (
    <section className="grid gap-3" aria-labelledby="messages">
      <h2 id="messages" className="font-semibold">
        {t('messages')}
      </h2>
      <ol className="grid gap-3">
        {messages.map(({ at, author, body }) => (
          <li
            key={at.toISOString() + author}
            className={classNames(
              'rounded-box border border-line p-3',
              author === 'agent' ? 'bg-accent-fill' : 'bg-raised',
            )}
          >
            <p className="text-sm text-quiet">
              {t(`author.${author}`)} · <Time at={at} style="clock" locale={locale} />
            </p>
            <p dir="auto" className="whitespace-pre-line">
              {body}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

type ToldProps = {
  description: string;
  answers: readonly { label: string; value: string }[];
  pictures: readonly Picture[];
  maskedAddress: string;
  openedAt: Date;
};

export function WhatYouToldUs({ description, answers, pictures, maskedAddress, openedAt }: ToldProps) {
  const t = useTranslations('ticket');
  const locale = useLocale();
  const given = answers.filter(({ value }) => value !== '');
  return (
    <section className="grid gap-3" aria-labelledby="said">
      <h2 id="said" className="font-semibold">
        {t('said')}
      </h2>
      <p dir="auto" className="whitespace-pre-line">
        {description}
      </p>
      {given.length > 0 && (
        <dl className="grid gap-2">
          {given.map(({ label, value }) => (
            <div key={label}>
              <dt className="text-sm text-quiet">{label}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {pictures.length > 0 && <Pictures pictures={pictures} />}
      <p className="text-sm text-quiet">
        {t.rich('openedAt', { date: () => <Time at={openedAt} style="clock" locale={locale} /> })} ·{' '}
        {t.rich('email', { address: () => <bdi>{maskedAddress}</bdi> })}
      </p>
    </section>
  );
}

function Pictures({ pictures }: { pictures: readonly Picture[] }) {
  const t = useTranslations('ticket');
  return (
    <ul className="flex flex-wrap gap-2" aria-label={t('pictures')}>
      {pictures.map(({ id, name, width, height, source }) => (
        <li key={id}>
          <a href={source} className="block">
            <img
              src={source}
              alt={t('picture', { name })}
              width={width}
              height={height}
              loading="lazy"
              className="size-20 rounded-chip border border-line object-cover"
            />
          </a>
        </li>
      ))}
    </ul>
  );
}
