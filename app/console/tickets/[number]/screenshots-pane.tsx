/** The user's pictures, small; each opens large. The same picture on another ticket is pointed out, not judged. */
import { useTranslations } from 'next-intl';
import { Pane } from '@/components/console/pane';
import { PictureViewer, type ViewerPicture } from '@/components/console/picture-viewer';
import type { AgentScreenshot } from '@/lib/tickets/agent-screenshots';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';
import type { Twin } from '@/lib/tickets/screenshots-twins';

export function ScreenshotsPane({ ticket }: { ticket: AgentTicket }) {
  const t = useTranslations('console');
  const howLike = useHowLike();
  if (ticket.screenshots.length === 0) return null;
  const pictures = ticket.screenshots.map(({ id, name, width, height, seenOn }): ViewerPicture => {
    const twins = seenOn.map((twin) => ({
      src: sourceOf(twin.screenshotId),
      id: twin.screenshotId,
      name: twin.name,
      width: twin.width,
      height: twin.height,
      label: `${twin.number} · ${howLike(twin)}`,
    }));
    return { src: sourceOf(id), name, width, height, twins };
  });
  return (
    <Pane id="screenshots" title={t('ticket.screenshots')}>
      <PictureViewer pictures={pictures} words={t.raw('viewer')}>
        <ul className="flex flex-wrap gap-3">
          {ticket.screenshots.map((shot, index) => (
            <Thumbnail key={shot.id} shot={shot} index={index} />
          ))}
        </ul>
      </PictureViewer>
    </Pane>
  );
}

function sourceOf(id: string): string {
  return `/api/console/screenshots/${id}`;
}

/** "the same to the pixel", "looks alike: 3 of 64 signs differ" */
function useHowLike(): (twin: Twin) => string {
  const t = useTranslations('console.shots');
  return ({ identical, differing }) => (identical ? t('identical') : t('distance', { differing }));
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
      {shot.seenOn.map((twin) => (
        <SeenOn key={twin.number} twin={twin} index={index} />
      ))}
    </li>
  );
}

function SeenOn({ twin, index }: { twin: Twin; index: number }) {
  const t = useTranslations('console.shots');
  const howLike = useHowLike();
  const { number, identical, screenshotId } = twin;
  return (
    <span className="grid text-xs text-wait" title={howLike(twin)}>
      <span>
        {t(identical ? 'seenOn' : 'alike')}{' '}
        <a className="font-mono underline" href={`/console/tickets/${number}`}>
          {number}
        </a>
      </span>
      <a
        className="inline-flex min-h-6 items-center text-accent underline"
        href={sourceOf(screenshotId)}
        target="_blank"
        rel="noreferrer"
        data-shot={index}
        data-beside={screenshotId}
      >
        {t('compare')}
      </a>
    </span>
  );
}
