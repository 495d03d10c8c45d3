import { redirect } from 'next/navigation';
import { requireAgent } from '@/app/console/signed-in';
import { CONSOLE_HOME } from '@/lib/rules/console-path';

export default async function ConsolePage() {
  await requireAgent('tickets:read');
  redirect(CONSOLE_HOME);
}
