import { Section } from '@/app/dev/section';
import { LinkButton } from '@/components/ui/button';
import type { DemoLetter } from '@/lib/reports/demo-letters';

/** The other side of a re-check: what the advertiser sees and answers. */
export function OpenThePortal({ letters }: { letters: DemoLetter[] }) {
  return (
    <Section id="portal" title="Answer as the advertiser">
      <p className="max-w-prose text-quiet">
        An agent asked the advertiser to look again. The link stands in the advertiser’s mail and needs no account.
        Named contacts sign in by e-mail, as contact@fitloop.example does: the link comes to the mailbox.
      </p>
      <ul className="grid gap-2">
        {letters.map(({ id, advertiserName, open, path }) => (
          <li key={id}>
            <a href={path} className="inline-flex min-h-6 items-center text-accent underline">
              {advertiserName}: {open === 1 ? '1 claim' : `${open} claims`} to answer
            </a>
          </li>
        ))}
      </ul>
      <p>
        <LinkButton href="/advertiser">Sign in as a contact</LinkButton>
      </p>
    </Section>
  );
}
