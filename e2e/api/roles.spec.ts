/**
 * Every page and door of the console, tried by each of the five roles. What a door asks for is read from its own source, who
 * has that is the table of permissions; here it is knocked at, one by one (reference: trust, EP6).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { can, PERMISSION_GROUPS, type Permission, ROLES, type Role } from '@/lib/rules/permissions';
import { anAgent, call, JSON_PLEASE, OWN } from '../support/doors';
import { query } from '../support/fixtures';
import { aWorld, stateOf } from '../support/world';
import { ROUTES } from './routes';

const ROOT = join(import.meta.dirname, '../..');
const KNOWN: readonly string[] = Object.values(PERMISSION_GROUPS).flat();
const source = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const doors = Object.entries(ROUTES)
  .filter(([, { who }]) => who === 'agent')
  .flatMap(([file, { url, anonymous }]) =>
    Object.keys(anonymous).map((method) => ({ file, url, method, permission: permissionOf(file, method) })),
  );

test('every page and door of the console names a permission that exists', () => {
  const unknown = doors.filter(({ permission }) => !KNOWN.includes(permission));
  expect(unknown.map(({ file, method }) => `${method} ${file}`)).toEqual([]);
});

for (const role of ROLES) {
  test.describe(`as ${role}`, () => {
    for (const { file, url, method, permission } of doors) {
      const may = can(role, permission as Permission);
      test(`${method} ${file}: ${may ? 'opens' : 'is refused'}`, async () => {
        const world = await aWorld();
        const headers = { Cookie: await cookieOf(role), ...(method !== 'GET' && NEVER_A_FORM) };
        const before = await stateOf(world);
        const answer = await call(method, url(world), {
          headers: { ...OWN, ...acceptedBy(file), ...headers },
          body: 'x',
        });
        if (may) expect([401, 403]).not.toContain(answer.status);
        else {
          expect(answer.status).toBe(403);
          expect(answer.text).toContain('Your role does not allow this');
          expect(answer.text.includes(world.marker)).toBe(false);
        }
        expect(await stateOf(world)).toBe(before);
      });
    }
  });
}

/** Passes the guard and nothing behind it: who may is told that this is no form, and nothing has changed. */
const NEVER_A_FORM = { 'Content-Type': 'text/plain' };

function acceptedBy(file: string): Record<string, string> {
  return file.endsWith('page.tsx') ? { Accept: 'text/html' } : JSON_PLEASE;
}

const cookies: Partial<Record<Role, Promise<string>>> = {};

/** Signed in once per role, the second step proven: whatever a role must have meanwhile is not what is asked here. */
function cookieOf(role: Role): Promise<string> {
  cookies[role] ??= anAgent(role).then(async ({ cookie, email }) => {
    await query(
      'UPDATE agent_session s SET second_step_at = now() FROM agent a WHERE a.id = s.agent_id AND a.email = $1',
      [email],
    );
    return cookie;
  });
  return cookies[role];
}

/**
 * `requireAgent('x:y')`, `export const POST = consoleDoor('x:y', …)` or `plainDoor({ permission: 'x:y' })`; behind
 * `appDoor('secret', …)` it stands where that door is made, there or in the same file.
 */
function permissionOf(file: string, method: string): string {
  const text = source(`app/${file}`);
  const opening = file.endsWith('page.tsx') ? 'requireAgent' : `export const ${method} = `;
  const said = text.slice(text.lastIndexOf(opening));
  const named = firstPermission(said.slice(0, said.indexOf('=>')));
  if (named) return named;
  const maker = /^export const \w+ = (\w+)/.exec(said)?.[1] ?? '';
  const from = new RegExp(`import \\{[^}]*\\b${maker}\\b[^}]*\\} from '@/([^']*)'`).exec(text)?.[1];
  return (from && firstPermission(source(`${from}.ts`))) || firstPermission(text) || `none found in ${file}`;
}

function firstPermission(text: string): string | undefined {
  return [...text.matchAll(/'([a-z]+:[a-z]+)'/g)].map(([, name]) => name!).find((name) => KNOWN.includes(name));
}
