/** What the demo prints when it stands: where to go, and as whom. */
import { createHmac } from 'node:crypto';
import type { DemoFile } from './stack';

export async function demoCard(demo: DemoFile): Promise<string> {
  const admin = demo.agents.find(({ role }) => role === 'admin') ?? demo.agents[0]!;
  const agent = demo.agents.find(({ role }) => role === 'agent') ?? demo.agents[0]!;
  const lines = [
    'Makegood is running.',
    '',
    `Everything    ${demo.url}/dev`,
    `The wall      ${wallLink(demo, 'you')}`,
    `The console   ${demo.url}/console`,
    `   admin      ${admin.email}  ${admin.password}`,
    `   agent      ${agent.email}  ${agent.password}`,
    `The portal    ${demo.url}/dev#portal`,
    `The mailbox   ${demo.url}/dev/mailbox`,
    `The game      ${demo.game}`,
    '',
    'Ctrl-C stops it; the data stays.',
  ];
  const width = Math.max(...lines.map((line) => line.length));
  return `\n${lines.map((line) => `  ${line}`.padEnd(width + 2)).join('\n')}\n`;
}

/** A signed link as a game would make it (03, "The wall"). */
export function wallLink(demo: Pick<DemoFile, 'url' | 'apps'>, user: string): string {
  const { key, wallSecret } = demo.apps[0]!;
  const ts = Math.floor(Date.now() / 1000);
  const signed = `app=${encodeURIComponent(key)}&user=${encodeURIComponent(user)}&ts=${ts}`;
  const sig = createHmac('sha256', wallSecret).update(signed).digest('hex');
  return `${demo.url}/wall?${signed}&sig=${sig}`;
}
