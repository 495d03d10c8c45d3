/** The request as it came, a parameter per line, with its secrets covered. */
import { useTranslations } from 'next-intl';
import { Bytes } from '@/components/console/bytes';
import { Pane, Part } from '@/components/console/pane';
import { MASK } from '@/lib/dialects/mask-secrets';
import type { ReceiptForConsole } from '@/lib/postbacks/read-receipt';

export function RequestPane({ receipt }: { receipt: ReceiptForConsole }) {
  const t = useTranslations('console.receipt');
  const { method, url, shown, remoteIp } = receipt;
  const pieces = shown.query === '' ? [] : shown.query.split('&');
  return (
    <Pane id="request" title={t('request')}>
      <div className="grid gap-1">
        <p className="flex flex-wrap gap-x-2">
          <span className="font-mono text-xs font-semibold">{method}</span>
          <Bytes text={url} />
        </p>
        <ul className="grid gap-0.5 ps-4">
          {pieces.map((piece, index) => (
            <li key={index}>
              <Bytes text={`${index === 0 ? '?' : '&'}${piece}`} />
            </li>
          ))}
        </ul>
        {remoteIp && <p className="text-quiet">{t('from', { ip: remoteIp })}</p>}
      </div>
      <Part title={t('headers')}>
        <ul className="grid gap-0.5">
          {Object.entries(shown.headers).map(([name, value]) => (
            <li key={name}>
              <Bytes text={`${name}:`} className="text-quiet" /> <Bytes text={value} />
            </li>
          ))}
        </ul>
      </Part>
      <Part title={t('body')}>
        {shown.body === '' ? <p className="text-quiet">{t('noBody')}</p> : <Bytes text={shown.body} />}
      </Part>
      {JSON.stringify(shown).includes(MASK) && <p className="text-quiet">{t('masked')}</p>}
    </Pane>
  );
}
