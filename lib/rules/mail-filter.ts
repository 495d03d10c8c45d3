/** Which list of mail is shown, as it stands in the address. What cannot exist is left out. */
import { SUSPENSION_CAUSES, type SuspensionCause } from '@/lib/rules/mail-policy';

export const MAIL_LISTS = ['suspended', 'rejected', 'look-at'] as const;
export type MailList = (typeof MAIL_LISTS)[number];

/** `cause`: why it was put aside; replies to look at were not. */
export type MailFilter = { list: MailList; cause: SuspensionCause | null };

type Given = Readonly<Record<string, string | string[] | undefined>>;

export function readMailFilter(given: Given): MailFilter {
  const text = (name: string) => [given[name]].flat()[0];
  const list = MAIL_LISTS.find((one) => one === text('list')) ?? 'suspended';
  const cause = SUSPENSION_CAUSES.find((one) => one === text('cause')) ?? null;
  return { list, cause: list === 'look-at' ? null : cause };
}

/** Those parts that say something. */
export function mailQuery({ list, cause }: MailFilter): URLSearchParams {
  return new URLSearchParams([
    ...(list === 'suspended' ? [] : [['list', list]]),
    ...(cause ? [['cause', cause]] : []),
  ] as [string, string][]);
}

/** Suspended and rejected mail is forgotten after so long; of what belongs to a ticket only the original is. */
export const SUSPENDED_KEPT_MS = 90 * 24 * 3_600_000;
export const ORIGINALS_KEPT_MS = 180 * 24 * 3_600_000;

export function forgottenAt(receivedAt: Date): Date {
  return new Date(receivedAt.getTime() + SUSPENDED_KEPT_MS);
}
