/** What was signed, byte for byte and by origin; how the digests compare; what the signature leaves open. */
import { useTranslations } from 'next-intl';
import { Bytes, visible } from '@/components/console/bytes';
import { Pane, Part } from '@/components/console/pane';
import { CopyButton } from '@/components/ui/copy-button';
import type { IconName } from '@/components/ui/icon';
import { StatusChip, type Tone } from '@/components/ui/status-chip';
import type { ReceiptForConsole, ShownExplanation } from '@/lib/postbacks/read-receipt';

const VERDICTS: Record<ShownExplanation['verdict'], [Tone, IconName]> = {
  valid: ['ok', 'check'],
  invalid: ['bad', 'cross'],
  stale: ['wait', 'clock'],
  unsigned: ['wait', 'warning'],
  unreadable: ['bad', 'question'],
};

export function SignaturePane({ receipt, mayWrite }: { receipt: ReceiptForConsole; mayWrite: boolean }) {
  const t = useTranslations('console.receipt');
  const { explanation } = receipt;
  if (!explanation)
    return (
      <Pane id="signature" title={t('signature')}>
        <p className="text-quiet">{t('noDialect')}</p>
      </Pane>
    );
  const { verdict, message, unreadable } = explanation;
  const [tone, icon] = VERDICTS[verdict];
  return (
    <Pane id="signature" title={t('signature')}>
      <div className="grid gap-1">
        <StatusChip tone={tone} icon={icon} className="justify-self-start">
          {t(`verdict.${verdict}`)}
        </StatusChip>
        <p className="text-quiet">{t('verdictToday')}</p>
        {(message ?? unreadable?.message) && <p>{message ?? unreadable?.message}</p>}
      </div>
      {verdict === 'unreadable' ? (
        <p className="text-quiet">{t('signedNothing')}</p>
      ) : (
        <>
          <Signed explanation={explanation} />
          <Digests receipt={receipt} mayWrite={mayWrite} />
          <NotCovered names={explanation.notCovered} />
        </>
      )}
    </Pane>
  );
}

function Signed({ explanation: { signed, parts } }: { explanation: ShownExplanation }) {
  const t = useTranslations('console.receipt');
  if (signed === '') return <p>{t('signedToken')}</p>;
  return (
    <div className="grid gap-2">
      <p className="text-quiet">{t('signedExplain')}</p>
      <table className="w-full border-collapse">
        <thead>
          <tr className="border-b border-line text-quiet">
            <th scope="col" className="py-0.5 pe-3 text-start font-medium">
              {t('part')}
            </th>
            <th scope="col" className="py-0.5 text-start font-medium">
              {t('partFrom')}
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ text, from }, index) => (
            <tr key={index} className="border-b border-line last:border-0">
              <td className={from === null ? 'py-0.5 pe-3 text-quiet' : 'py-0.5 pe-3'}>
                <Bytes text={text} className={from === null ? undefined : 'rounded-chip bg-info-fill px-1'} />
              </td>
              <td className="py-0.5 align-top">
                <Origin from={from} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <details>
        <summary className="text-quiet">{t('whole')}</summary>
        <div className="grid justify-items-start gap-2 pt-1">
          <Bytes text={signed} />
          <CopyButton text={signed} label={t('copy')} done={t('copied')} size="dense" />
        </div>
      </details>
    </div>
  );
}

function Origin({ from }: { from: string | null }) {
  const t = useTranslations('console.receipt');
  if (from === null) return <span className="text-quiet">{t('between')}</span>;
  if (from === 'body' || from === 'address') return t(`place.${from}`);
  return <span className="font-mono text-xs break-all">{from}</span>;
}

/** An expected digest is as good as the secret for this one request: it is there for those only who may have the secret. */
function Digests({ receipt, mayWrite }: { receipt: ReceiptForConsole; mayWrite: boolean }) {
  const t = useTranslations('console.receipt');
  const digests = receipt.explanation?.digests;
  if (!digests) return mayWrite ? null : <p className="text-quiet">{t('digestsHidden')}</p>;
  const { expected, received, differsAt } = digests;
  return (
    <Part title={t('digests')}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
        <dt className="text-quiet">{t('expected')}</dt>
        <dd>
          <Digest text={expected} differsAt={differsAt} />
        </dd>
        <dt className="text-quiet">{t('received')}</dt>
        <dd>{received === '' ? t('notThere') : <Digest text={received} differsAt={differsAt} />}</dd>
      </dl>
      {received !== '' && <p>{differsAt === null ? t('same') : t('differsAt', { at: differsAt + 1 })}</p>}
      {receipt.secretsLive > 1 && <p className="text-quiet">{t('previousToo')}</p>}
    </Part>
  );
}

function Digest({ text, differsAt }: { text: string; differsAt: number | null }) {
  const same = differsAt === null ? text : text.slice(0, differsAt);
  const rest = visible(text.slice(same.length));
  return (
    <code dir="ltr" className="font-mono text-xs break-all">
      {visible(same)}
      {rest !== '' && (
        <mark className="bg-bad-fill text-bad">
          <u>{rest.slice(0, 1)}</u>
          {rest.slice(1)}
        </mark>
      )}
    </code>
  );
}

function NotCovered({ names }: { names: readonly string[] }) {
  const t = useTranslations('console.receipt');
  if (names.length === 0) return <p className="text-ok">{t('allCovered')}</p>;
  return (
    <Part title={t('notCovered')}>
      <p>{t('notCoveredBody')}</p>
      <ul className="flex flex-wrap gap-1">
        {names.map((name) => (
          <li key={name}>
            <StatusChip tone="wait" icon="warning" className="px-1.5 py-0 break-all">
              {name}
            </StatusChip>
          </li>
        ))}
      </ul>
    </Part>
  );
}
