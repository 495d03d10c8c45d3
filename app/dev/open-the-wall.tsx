/** The players of the stories, one sentence each, with links that a game would sign; and a form for any other player. */
import { Section } from '@/app/dev/section';
import { Button, LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field, Input, Select } from '@/components/ui/field';
import type { DemoGame, DemoPlayer } from '@/lib/reports/demo-people';

export function OpenTheWall({ players, games }: { players: DemoPlayer[]; games: DemoGame[] }) {
  return (
    <Section id="wall" title="Open the wall as …">
      <p className="max-w-prose text-quiet">
        Stories as they stood when this data folder was made; <code>npm run reset</code> lets them be told again.
      </p>
      <ul className="grid gap-3">
        {players.map((player) => (
          <Player key={`${player.app} ${player.user}`} {...player} />
        ))}
      </ul>
      <Anybody games={games} />
    </Section>
  );
}

function Player({ user, game, sentences, wallPath }: DemoPlayer) {
  return (
    <li className="grid items-start gap-3 rounded-box border border-line bg-raised p-4 sm:grid-cols-[1fr_auto]">
      <div className="grid gap-1">
        <h3 className="font-medium">
          {user} <span className="font-normal text-quiet">in {game}</span>
        </h3>
        {sentences.length === 1 ? (
          <p>{sentences[0]}</p>
        ) : (
          <ul className="grid list-disc gap-0.5 ps-5">
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </div>
      <LinkButton href={wallPath} aria-label={`Open the wall as ${user}`}>
        Open the wall
      </LinkButton>
    </li>
  );
}

function Anybody({ games }: { games: DemoGame[] }) {
  return (
    <Card>
      <form method="post" action="/api/dev/wall" className="grid items-end gap-4 sm:grid-cols-[1fr_1fr_auto]">
        <Field id="any-user" label="Any player">
          <Input id="any-user" name="user" required maxLength={128} placeholder="somebody-new" autoComplete="off" />
        </Field>
        <Field id="any-app" label="of the game">
          <Select id="any-app" name="app">
            {games.map(({ key, name }) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Button>Open the wall</Button>
      </form>
    </Card>
  );
}
