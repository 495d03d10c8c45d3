/** What was signed, byte for byte; what came out of the request stands out from what was only put between. */
import { Bytes } from '@/components/console/bytes';
import type { SampleRequest } from '@/lib/dialects/dialect';
import { signedParts } from '@/lib/dialects/explain-signature';
import { toPostbackRequest } from '@/lib/dialects/sample';

export function SignedText({ signed, request }: { signed: string; request: SampleRequest }) {
  return (
    <p dir="ltr" className="rounded-chip border border-line bg-surface p-2">
      {signedParts(signed, toPostbackRequest(request)).map(({ text, from }, at) => (
        <span key={`${at} ${from}`} title={from ?? undefined}>
          <Bytes text={text} className={from === null ? 'text-quiet' : 'rounded-chip bg-info-fill'} />
        </span>
      ))}
    </p>
  );
}
