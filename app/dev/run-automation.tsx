import { Section } from '@/app/dev/section';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

type Tally = { approved: number; denied: number; held: number; left: number };

/** What the worker does at every full hour, now. */
export function RunAutomation({ tally }: { tally: Tally | null }) {
  return (
    <Section id="automation" title="Run the hourly automation now">
      <p className="max-w-prose text-quiet">
        Decides every open ticket up to $5.00: approved with a confirmation, held while one is pending, denied without
        one. The worker does the same at every full hour.
      </p>
      {tally && (
        <Notice tone="ok" title="The automation has run">
          {`${tally.approved} approved, ${tally.denied} denied, ${tally.held} held as pending, ${tally.left} left to agents.`}
        </Notice>
      )}
      <form method="post" action="/api/dev/hourly">
        <Button look="primary">Run it now</Button>
      </form>
    </Section>
  );
}
