/**
 * The hub of the demo: one page from which a newcomer does the whole job by hand, as the player, the advertiser, the clock
 * and the agent. Everything here goes through the same doors as in earnest; only time may be pushed.
 */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ActAsAdvertiser, type AdvertiserNews } from '@/app/dev/act-as-advertiser';
import { OpenThePortal } from '@/app/dev/open-the-portal';
import { OpenTheWall } from '@/app/dev/open-the-wall';
import { RunAutomation } from '@/app/dev/run-automation';
import { SignIn } from '@/app/dev/sign-in';
import { now as wallClock } from '@/lib/foundation/clock';
import { env } from '@/lib/foundation/env';
import { listDemoClicks, readDemoReceipt } from '@/lib/reports/demo-clicks';
import { listDemoLetters } from '@/lib/reports/demo-letters';
import { listDemoGames, listDemoPlayers, readDemoLogins } from '@/lib/reports/demo-people';

export const metadata: Metadata = { title: 'The demo' };
export const dynamic = 'force-dynamic';

type Query = Record<string, string | string[] | undefined>;

export default async function DevHub({ searchParams }: { searchParams: Promise<Query> }) {
  if (!env.MAIL_SINK_DIR) notFound();
  const query = await searchParams;
  const now = wallClock();
  const user = one(query.user);
  const [players, games, clicks, letters, news, logins] = await Promise.all([
    listDemoPlayers(now),
    listDemoGames(),
    listDemoClicks(user),
    listDemoLetters(now),
    readNews(query),
    readDemoLogins(),
  ]);
  return (
    <main className="mx-auto grid max-w-4xl wrap-anywhere gap-10 px-4 pt-4 pb-16">
      <Intro />
      <OpenTheWall players={players} games={games} />
      <ActAsAdvertiser clicks={clicks} user={user} news={news} now={now} />
      <OpenThePortal letters={letters} />
      <RunAutomation tally={readTally(query)} />
      <SignIn logins={logins} gameUrl={env.DEMO_GAME_URL ?? null} />
    </main>
  );
}

function Intro() {
  return (
    <header className="grid gap-3">
      <h1 className="text-2xl font-semibold">Makegood, by hand</h1>
      <p className="max-w-prose text-quiet">
        The whole job in six steps. Nothing here leaves this machine, and everything can be done again.
      </p>
      <ol className="max-w-prose list-decimal space-y-1 ps-6">
        <li>
          <a href="#wall" className="text-accent underline">
            Open the wall
          </a>{' '}
          as “you” and start an offer, or take Coin Kingdom, which was started two days ago.
        </li>
        <li>Look at its timeline, press Contact support, and open a ticket with any address.</li>
        <li>
          Validate the address with the code in the{' '}
          <a href="/dev/mailbox" className="text-accent underline">
            mailbox
          </a>
          .
        </li>
        <li>
          <a href="#advertiser" className="text-accent underline">
            Confirm as the advertiser
          </a>
          , or{' '}
          <a href="#automation" className="text-accent underline">
            run the hourly automation
          </a>{' '}
          without a confirmation and be denied.
        </li>
        <li>See the reward arrive at the game, and the e-mails in the mailbox.</li>
        <li>
          <a href="#console" className="text-accent underline">
            Sign in as an agent
          </a>{' '}
          and decide a ticket above $5.00.
        </li>
      </ol>
    </header>
  );
}

async function readNews(query: Query): Promise<AdvertiserNews> {
  const receipt = one(query.receipt);
  return {
    click: one(query.click),
    receipt: receipt ? await readDemoReceipt(receipt) : null,
    problem: one(query.problem),
    daysPassed: wholeNumber(query.passed),
  };
}

function readTally(query: Query) {
  const [approved, denied, held, left] = [query.approved, query.denied, query.held, query.left].map(wholeNumber);
  if (approved == null || denied == null || held == null || left == null) return null;
  return { approved, denied, held, left };
}

function one(value: string | string[] | undefined): string | null {
  return typeof value === 'string' && value !== '' && !value.includes('\0') ? value : null;
}

function wholeNumber(value: string | string[] | undefined): number | null {
  return typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : null;
}
