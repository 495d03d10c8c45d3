/** A new password for oneself. What was typed is not given back: it would travel in a cookie. */
import { meDoor } from '@/app/api/console/me/me-door';
import { changeOwnPassword } from '@/lib/accounts/change-own-password';
import { LONGEST_PASSWORD } from '@/lib/rules/password';

export const POST = meDoor('password', (self, text, now) => {
  const typed = (name: string) => text(name).slice(0, LONGEST_PASSWORD + 1);
  return changeOwnPassword(self, { present: typed('present'), next: typed('next') }, now);
});
