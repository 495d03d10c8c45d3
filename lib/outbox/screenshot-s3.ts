/**
 * Screenshots in an S3-compatible store: `s3://bucket/prefix?endpoint=https://…&region=…`. Credentials come the usual way
 * (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, the machine's role).
 */
import type { S3Client } from '@aws-sdk/client-s3';

export function s3Storage(url: URL) {
  const place = (key: string) => ({ Bucket: url.hostname, Key: keyUnder(url.pathname, key) });
  const connect = connectOnce(url);
  return {
    keep: async (key: string, bytes: Buffer) => {
      const { client, PutObjectCommand } = await connect();
      await client.send(new PutObjectCommand({ ...place(key), Body: bytes, ContentType: contentType(key) }));
    },
    read: async (key: string) => {
      const { client, GetObjectCommand } = await connect();
      const found = await client.send(new GetObjectCommand(place(key))).catch(nullIfMissing);
      return found && Buffer.from(await found.Body!.transformToByteArray());
    },
    remove: async (key: string) => {
      const { client, DeleteObjectCommand } = await connect();
      await client.send(new DeleteObjectCommand(place(key)));
    },
  };
}

type Sdk = typeof import('@aws-sdk/client-s3');

/** The SDK is large: an installation that keeps its pictures in a folder never loads it. */
function connectOnce(url: URL): () => Promise<Sdk & { client: S3Client }> {
  let connected: Promise<Sdk & { client: S3Client }> | undefined;
  return () => {
    connected ??= import('@aws-sdk/client-s3').then((sdk) => ({ ...sdk, client: new sdk.S3Client(settingsOf(url)) }));
    return connected;
  };
}

function settingsOf(url: URL) {
  const endpoint = url.searchParams.get('endpoint') ?? undefined;
  return {
    endpoint,
    region: url.searchParams.get('region') ?? 'us-east-1',
    forcePathStyle: endpoint !== undefined,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000 },
    // Older stores do not know the newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  } as const;
}

function keyUnder(prefix: string, key: string): string {
  return [...prefix.split('/').filter(Boolean), key].join('/');
}

function contentType(key: string): string {
  return key.endsWith('.jpg') ? 'image/jpeg' : 'image/webp';
}

function nullIfMissing(error: Error): null {
  if (error.name === 'NoSuchKey') return null;
  throw error;
}
