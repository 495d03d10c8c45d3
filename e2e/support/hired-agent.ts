/** An agent of one test's own, so that nobody else is thrown out, renamed or promoted with them. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { call, cookieHeader, form, OWN } from './doors';
import { demo, query } from './fixtures';

export type HiredAgent = { cookie: string; agentId: string; session: string };

/** Signed in through the form's own doors. Waits when others have used up the tries of this machine. */
export async function aHiredAgent(role = 'agent', tries = 8): Promise<HiredAgent> {
  const email = `${randomUUID()}@makegood.example`;
  const { password, email: model } = demo.agents.find((agent) => agent.role === 'agent')!;
  const [agent] = await query<{ id: string }>(
    `INSERT INTO agent (email, name, role, password_hash, available, created_at)
     SELECT $1, 'Temp', $3, password_hash, false, now() FROM agent WHERE email = $2 RETURNING id`,
    [email, model, role],
  );
  return signIn(agent!.id, { email, password }, tries);
}

async function signIn(agentId: string, who: { email: string; password: string }, tries: number): Promise<HiredAgent> {
  const token = await call('GET', '/api/auth/csrf');
  const Cookie = cookieHeader(token.cookies);
  const signedIn = await call(
    'POST',
    '/api/auth/callback/credentials',
    form({ csrfToken: token.json.csrfToken, ...who }, { ...OWN, Cookie }),
  );
  const cookie = cookieHeader(signedIn.cookies.filter((set) => /^agent=./.test(set)));
  if (cookie) {
    const [session] = await query<{ id: string }>('SELECT id FROM agent_session WHERE agent_id = $1', [agentId]);
    return { cookie, agentId, session: session!.id };
  }
  if (tries === 0) throw new Error(`Signing in failed: ${signedIn.headers.location}`);
  await wait(3000);
  return signIn(agentId, who, tries - 1);
}
