import type { ComponentProps } from 'react';

/** Where a ticket's small forms go, and the token of an e-mail's link for those without a wall session. */
export type Door = { number: string; token: string | null };

type DoorFormProps = ComponentProps<'form'> & { door: Door; to: 'code' | 'resend' | 'proof' | 'escalate' };

export function DoorForm({ door, to, children, ...rest }: DoorFormProps) {
  return (
    <form action={`/api/wall/tickets/${door.number}/${to}`} method="post" {...rest}>
      {door.token && <input type="hidden" name="k" value={door.token} />}
      {children}
    </form>
  );
}
