/**
 * One postback at the door, whichever server has it: the web's route or the intake process (bin/intake.ts). Both hand over
 * what came as it came, and send what is said here.
 */
import type { Answer, PostbackRequest } from '@/lib/dialects/dialect';
import { env } from '@/lib/foundation/env';
import { refusalOf, type Said, sayProblem } from '@/lib/foundation/route';
import { receivePostback } from '@/lib/postbacks/receive-postback';
import { type Refusal, refuse } from '@/lib/rules/refusal';

/** `target` is the request's own line, undecoded: signatures cover its bytes. */
export type Asked = {
  integrationKey: string;
  method: PostbackRequest['method'];
  target: string;
  headers: Readonly<Record<string, string>>;
  remoteIp: string | null;
  /** Reads at most so many bytes; null when there are more. */
  readBody: (mostBytes: number) => Promise<Uint8Array | null>;
};

const MOST_QUERY_BYTES = 4 * 1024;
const MOST_BODY_BYTES = 16 * 1024;

export async function answerPostback(asked: Asked, now: Date): Promise<Said> {
  try {
    const request = await toRequest(asked);
    if ('refused' in request) return sayProblem(request);
    const received = await receivePostback(asked.integrationKey, request, asked.remoteIp, now);
    if ('answer' in received) return say(received.answer);
    return received.inTheirWords ? say(received.inTheirWords) : sayProblem(received.refusal);
  } catch (error) {
    return sayProblem(refusalOf(error, `/api/postbacks/${asked.integrationKey}`));
  }
}

async function toRequest({
  integrationKey,
  method,
  target,
  headers,
  readBody,
}: Asked): Promise<PostbackRequest | Refusal> {
  const at = target.indexOf('?');
  const rawQuery = at < 0 ? '' : target.slice(at + 1);
  if (rawQuery.length > MOST_QUERY_BYTES) return refuse('too-large', 'The query is longer than 4 KiB.');
  const rawBody = await readBody(MOST_BODY_BYTES);
  if (!rawBody) return refuse('too-large', 'The body is larger than 16 KiB.');
  const url = `${env.PUBLIC_URL}/api/postbacks/${integrationKey}`;
  return { method, url, rawQuery, headers, rawBody };
}

function say({ status, contentType, body }: Answer): Said {
  const headers = { 'Content-Type': contentType, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };
  return { status, headers, body };
}
