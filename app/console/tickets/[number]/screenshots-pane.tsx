/** The user's pictures, small; each opens large. The same picture on another ticket is pointed out, not judged. */
import { useTranslations } from 'next-intl';
import { Lightbox } from '@/components/console/lightbox';
import { Pane } from '@/components/console/pane';
import type { AgentScreenshot } from '@/lib/tickets/agent-screenshots';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

export function ScreenshotsPane({ ticket }: { ticket: AgentTicket }) {
  const t = useTranslations('console');
  if (ticket.screenshots.length === 0) return null;
  const words = { close: t('shots.close'), next: t('shots.next'), previous: t('shots.previous') };
  const shots = ticket.screenshots.map(({ id, name, width, height }) => ({ src: sourceOf(id), name, width, height }));
  return (
    <Pane id="screenshots" title={t('ticket.screenshots')}>
      <Lightbox shots={shots} words={words}>
        <ul className="flex flex-wrap gap-3">
          {ticket.screenshots.map((shot, index) => (
            <Thumbnail key={shot.id} shot={shot} index={index} />
          ))}
        </ul>
      </Lightbox>
    </Pane>
  );
}

function sourceOf(id: string): string {
  return `/api/console/screenshots/${id}`;
}

function Thumbnail({ shot, index }: { shot: AgentScreenshot; index: number }) {
  const t = useTranslations('console.shots');
  return (
    <li className="grid w-28 content-start gap-1">
      <a
        href={sourceOf(shot.id)}
        target="_blank"
        rel="noreferrer"
        data-shot={index}
        aria-label={t('open', { name: shot.name })}
      >
        <img
          src={sourceOf(shot.id)}
          alt=""
          width={shot.width}
          height={shot.height}
          loading="lazy"
          className="h-28 w-28 rounded-chip border border-line bg-surface object-contain"
        />
      </a>
      <span className="truncate text-xs text-quiet" title={shot.name}>
        {shot.name}
      </span>
      {shot.seenOn.map(({ number, identical }) => (
        <span key={number} className="text-xs text-wait">
          {t(identical ? 'seenOn' : 'alike')}{' '}
          <a className="font-mono underline" href={`/console/tickets/${number}`}>
            {number}
          </a>
        </span>
      ))}
    </li>
  );
}
