/** Nothing that was for one person is kept by a browser or a proxy in between (bad inputs CS-022; reference: trust, 4.2). */
import { expect, test } from '@playwright/test';
import { call } from '../support/doors';
import { aWorld } from '../support/world';
import { ROUTES } from './routes';

const personal = Object.entries(ROUTES).filter(
  ([, { who, anonymous }]) => ['agent', 'visitor', 'bearer-of-link'].includes(who) && 'GET' in anonymous,
);

for (const [file, { who, url }] of personal) {
  test(`${file} is not kept`, async () => {
    const world = await aWorld();
    const Cookie = who === 'agent' ? world.agent.cookie : world.alice.cookie;
    const asked: Record<string, string>[] = [{ Cookie }, { Cookie, RSC: '1' }, {}];
    for (const headers of asked) {
      const answer = await call('GET', url(world), { headers });
      // Next leads to its own address of a page's data; the answer says nothing and nobody keeps it.
      if (answer.status === 307 && answer.text === '' && headers.RSC) continue;
      expect.soft(answer.headers['cache-control'], `${answer.status}`).toMatch(/no-store/);
      expect.soft(answer.headers['x-nextjs-cache'], `${answer.status}`).toBeUndefined();
    }
  });
}
