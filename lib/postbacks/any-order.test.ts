/**
 * Whatever order a transaction's events come in, however often, and however many at once: what stands in the database
 * afterwards is what a model of a few lines says (e2e/support/transaction-model.ts). A failure prints its seed and path:
 * `SEED=… SEED_PATH=… npx vitest run --project database lib/postbacks/any-order.test.ts` shows it again.
 */
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { type Answered, everyOrder, nameOf } from '@/e2e/support/every-order';
import { seeded } from '@/e2e/support/seeded';
import { NOTHING_YET, type Postback, type Step, type Task, type World } from '@/e2e/support/transaction-model';
import { act, aScene, look, type Scene, TRANSACTIONS, work } from '@/e2e/support/transaction-scene';
import { brokenPromises } from '@/lib/reports/invariants';

await freshDatabase();

// ── what can happen ─────────────────────────────────────────────────────────

type Name = keyof typeof TRANSACTIONS;

const often = <T>(weight: number, usual: T, unusual: T) =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, fc.constant(unusual));
/** `contradictory`: some events of a transaction do not agree with the others. */
function postback(contradictory: boolean): fc.Arbitrary<Step> {
  const seldom = <T>(usual: T, unusual: T) => (contradictory ? often(6, usual, unusual) : fc.constant(usual));
  return fc
    .record({
      name: fc.constantFrom<Name[]>('w', 'w', 'w', 'x', 'x', 'y', 'y', 'z'),
      state: fc.constantFrom<Postback['state'][]>(
        'COMPLETED',
        'COMPLETED',
        'COMPLETED',
        'RECONCILED',
        'RECONCILED',
        'PENDING',
      ),
      click: seldom(0, 1),
      isOtherTask: seldom(false, true),
      payout: seldom('1.00', '2.00'),
    })
    .map(({ name, isOtherTask, ...said }): Step => {
      const { trust, task } = TRANSACTIONS[name];
      const other = task === 'a' ? 'b' : 'a';
      return { do: 'postback', transaction: name, trust, task: isOtherTask ? other : task, ...said };
    });
}

const step = (contradictory: boolean): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 8, arbitrary: postback(contradictory) },
    { weight: 1, arbitrary: often(4, 0, 1).map((click): Step => ({ do: 'click', click })) },
    {
      weight: 2,
      arbitrary: fc.constantFrom<Task[][]>(['a'], ['b'], ['a', 'b']).map((tasks): Step => ({ do: 'open', tasks })),
    },
    { weight: 2, arbitrary: fc.constant<Step>({ do: 'acknowledge' }) },
    { weight: 1, arbitrary: fc.constant<Step>({ do: 'hourly' }) },
  );
/**
 * What is in one burst is under way at once, and what it says may be said twice. With a `pace` each step comes so many
 * milliseconds after the one before (no two are committed together) and has its jobs done at once; without, they wait for the
 * burst's end.
 */
type Burst = { pace: number | null; steps: Step[] };
const PACE = fc.constantFrom(null, null, 1, 3, 5, 8);
const burst = (contradictory: boolean): fc.Arbitrary<Burst> =>
  fc
    .tuple(fc.array(step(contradictory), { minLength: 1, maxLength: 4 }), often(3, false, true), PACE)
    .map(([steps, again, pace]) => {
      const repeated = again ? steps.filter((one) => one.do === 'postback').slice(0, 2) : [];
      return { pace, steps: [...steps, ...repeated] };
    });
const alone = (step: Step): Burst => ({ pace: null, steps: [step] });
const story = (contradictory: boolean): fc.Arbitrary<Burst[]> => {
  const bursts = fc.array(burst(contradictory), { minLength: 2, maxLength: 7 });
  const CLICKED = alone({ do: 'click', click: 0 });
  return fc.tuple(fc.boolean(), bursts).map(([early, rest]) => (early ? rest : [CLICKED, ...rest]));
};
const anyStory = fc.oneof({ weight: 3, arbitrary: story(false) }, story(true));

test('in any order, repeated and at once: the same as in a model that takes one thing after the other', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(anyStory, async (bursts) => {
      const scene = await aScene();
      let possible: World[] = [NOTHING_YET];
      for (const burst of [...bursts, alone({ do: 'hourly' })]) {
        const answered = await happen(scene, burst);
        possible = everyOrder(possible, answered);
        const found = nameOf(await look(scene));
        const story = [...answered.map(inWords), `came to be: ${found}`, 'could have been:', ...possible.map(nameOf)];
        expect(possible.map(nameOf).includes(found), story.join('\n')).toBe(true);
        possible = possible.filter((world) => nameOf(world) === found);
      }
      expect(await brokenPromises()).toEqual([]);
    }),
    seeded(100, 35_000),
  );
});

/** The steps, then the jobs that are left, two workers on each. */
async function happen(scene: Scene, { pace, steps }: Burst): Promise<Answered[]> {
  const answered = await Promise.all(
    steps.map(async (step, index) => {
      if (pace) await wait(index * pace);
      const answer = await act(scene, step);
      if (pace) await work(scene);
      return { step, answer };
    }),
  );
  await Promise.all([work(scene), work(scene)]);
  return answered;
}

function inWords({ step, answer }: Answered): string {
  return `${JSON.stringify(step)} → ${answer}`;
}
