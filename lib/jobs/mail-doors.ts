/** The doors for mail that a worker keeps open: SMTP where a port is given, a mailbox where its address is (03, Environment). */
import { env } from '@/lib/foundation/env';
import { log } from '@/lib/foundation/log';
import { type MailDoor, openMailDoor, type Receive } from '@/lib/outbox/mail-door';
import { watchMailbox } from '@/lib/outbox/mailbox';
import { type Delivery, keepMail } from '@/lib/tickets/keep-mail';

const TRY_AGAIN_MS = 5_000;

export function openMailDoors(): { close: () => Promise<void> } {
  const doors = [
    ...(env.INBOUND_SMTP_PORT > 0 ? [whenThePortIsFree()] : []),
    ...(env.IMAP_URL ? [watchMailbox(env.IMAP_URL, keptFrom('imap'))] : []),
  ];
  return { close: async () => void (await Promise.all(doors.map((door) => door.close()))) };
}

function keptFrom(door: Delivery['door']): Receive {
  return ({ raw, envelope }) => keepMail({ door, raw, envelope });
}

/** Of several workers on one machine one has the port; when it goes, another takes over. */
function whenThePortIsFree(): { close: () => Promise<void> } {
  const { INBOUND_SMTP_PORT: port, INBOUND_SMTP_HOST: host, INBOUND_LMTP: lmtp } = env;
  let open: MailDoor | undefined;
  let timer: NodeJS.Timeout | undefined;
  const attempt = async () => {
    try {
      open = await openMailDoor({ port, host, lmtp }, keptFrom('smtp'));
      log.info({ port }, 'mail door open');
    } catch (error) {
      log.warn({ port, reason: (error as Error).message }, 'mail door not open');
      timer = setTimeout(attempt, TRY_AGAIN_MS);
    }
  };
  const opening = attempt();
  return {
    close: async () => {
      await opening;
      clearTimeout(timer);
      await open?.close();
    },
  };
}
