/** What the built-in mail sink (bin/mail-sink.ts) has taken. For the demo and the tests; 03, `GET <mailbox>?to=`. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type SinkMail = {
  id: string;
  from: string;
  /** To whom it was delivered, by the envelope. */
  to: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  headers: Record<string, string>;
  receivedAt: string;
};

const FILE = /^\d{9}\.json$/;

/** Oldest first; `to` picks one recipient. */
export async function readMailSink(folder: string, to?: string | null): Promise<SinkMail[]> {
  const names = (await namesIn(folder)).filter((name) => FILE.test(name)).sort();
  const mails = await Promise.all(names.map((name) => read(join(folder, name))));
  return to ? mails.filter((mail) => recipients(mail).includes(to.trim().toLowerCase())) : mails;
}

export async function readSinkMail(folder: string, id: string): Promise<SinkMail | null> {
  if (!FILE.test(`${id}.json`)) return null;
  try {
    return await read(join(folder, `${id}.json`));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function read(path: string): Promise<SinkMail> {
  return JSON.parse(await readFile(path, 'utf8')) as SinkMail;
}

function recipients({ to }: SinkMail): string[] {
  return to.split(',').map((address) => address.trim().toLowerCase());
}

function isMissing(error: unknown): boolean {
  return (error as { code?: string }).code === 'ENOENT';
}
