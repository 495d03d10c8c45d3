/**
 * The demo's secrets and passwords: random, made once per data folder, and kept where only the owner may read. What a later
 * version needs in addition is made then; what is there is never changed.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from '@/lib/foundation/env';
import { ADVERTISERS, AGENTS, APPS } from './catalogue';

export type Secrets = {
  apiKey: string | null;
  agents: { role: string; email: string; password: string }[];
  /** By app: the wall's signing secret, and the private key of the game's callbacks. */
  walls: Record<string, string>;
  games: Record<string, string>;
  /** By integration. */
  integrations: Record<string, string>;
};

const file = () => join(env.DATA_DIR, 'demo-secrets.json');

export function readSecrets(): Secrets {
  const kept: Partial<Secrets> = existsSync(file()) ? JSON.parse(readFileSync(file(), 'utf8')) : {};
  const secrets = {
    apiKey: kept.apiKey ?? null,
    agents: AGENTS.map(({ role, email }) => {
      const password = kept.agents?.find((agent) => agent.email === email)?.password;
      return { role, email, password: password ?? readablePassword() };
    }),
    walls: completed(kept.walls, APPS),
    games: completed(kept.games, APPS),
    integrations: completed(
      kept.integrations,
      ADVERTISERS.map(({ key }) => ({ key: integrationOf(key) })),
    ),
  };
  writeSecrets(secrets);
  return secrets;
}

export function writeSecrets(secrets: Secrets): void {
  mkdirSync(env.DATA_DIR, { recursive: true });
  writeFileSync(`${file()}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  renameSync(`${file()}.new`, file());
}

/** Every advertiser of the demo confirms through one integration of its own. */
export function integrationOf(advertiser: string): string {
  return `${advertiser}-native`;
}

function completed(kept: Record<string, string> = {}, wanted: readonly { key: string }[]): Record<string, string> {
  const made = () => randomBytes(24).toString('base64url');
  return Object.fromEntries(wanted.map(({ key }) => [key, kept[key] ?? made()]));
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** To be typed by hand from a terminal: four groups of four, 79 bits. */
function readablePassword(): string {
  const letters = Array.from(randomBytes(16), (byte) => LETTERS[byte % LETTERS.length]).join('');
  return letters.match(/.{4}/g)!.join('-');
}
