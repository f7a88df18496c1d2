import { describe, expect, test } from '@jest/globals';
import type { GameInput, Viewer } from '../game.ts';
import { laws } from './laws.ts';
import { oddsAndEvens, proof } from './odds-and-evens.ts';
import type { Command, Config, Event, PublicEvent, State, View } from './odds-and-evens.ts';
import type { GameProof } from './proof.ts';
import { prove, proveGame } from './prove-game.ts';

proveGame(proof);

type Broken = Partial<GameProof<Config, undefined, State, Command, Event, PublicEvent, View>['game']>;
type Plant = [bug: string, law: keyof typeof laws, broken: Broken, complaint: string];

const { configure, decide, evolve, deadline, outcome, scores, project, view } = oddsAndEvens;
type Input = GameInput<Command>;

/** The sound rules, with one input decided otherwise. */
function deciding(kind: Input['kind'], other: (state: State, input: Input, now: number) => ReturnType<typeof decide>) {
  return {
    decide: (state: State, input: Input, now: number) =>
      input.kind === kind ? other(state, input, now) : decide(state, input, now),
  };
}

/** State kept where no replay can see it. */
let calls = 0;

const PLANTS: Plant[] = [
  [
    'chance in the first events',
    'the same inputs make the same log',
    { init: (config) => [{ kind: 'prepared', config, seed: String(Math.random()) }] },
    'must not use Math.random()',
  ],
  [
    'a clock in a decision',
    'the same inputs make the same log',
    deciding('start', (state, input) => decide(state, input, Date.now())),
    'must not use Date.now()',
  ],
  [
    'a date in the fold',
    'any stored prefix of the log folds to the state it left',
    { evolve: (state, event) => ({ ...evolve(state, event), untilMs: new Date().getTime() }) },
    'must not use new Date()',
  ],
  [
    'a counter outside the state',
    'the same inputs make the same log',
    deciding('start', () => ({ events: [{ kind: 'started', untilMs: 1_800_000_000_000 + calls++ }] })),
    'the same inputs made another log',
  ],
  [
    'a fold that counts its calls',
    'any stored prefix of the log folds to the state it left',
    { evolve: (state, event) => ({ ...evolve(state, event), untilMs: calls++ }) },
    'folds to other states',
  ],
  [
    'a state that JSON does not keep',
    'any stored prefix of the log folds to the state it left',
    { evolve: (state, event) => ({ ...evolve(state, event), seen: new Set([event.kind]) }) },
    'not plain JSON',
  ],
  [
    'an event that JSON does not keep',
    'any stored prefix of the log folds to the state it left',
    deciding('start', () => ({ events: [{ kind: 'started', untilMs: Number.POSITIVE_INFINITY }] })),
    'the events is not plain JSON',
  ],
  [
    'a state changed in place',
    'the same inputs make the same log',
    {
      evolve: (state, event) => {
        if (event.kind !== 'shown' || state === undefined) return evolve(state, event);
        (state.fingers as (number | null)[])[event.seat] = event.fingers;
        return state;
      },
    },
    'Cannot assign to read only property',
  ],
  [
    'a decision by call count',
    'a decision follows from stored state, input and time alone',
    deciding('tick', (state, input, now) => (calls++ % 2 ? { refusal: 'BUSY' } : decide(state, input, now))),
    'tick came out otherwise',
  ],
  [
    'a throw for a refused move',
    'what is accepted makes events, what is refused has a stable reason',
    deciding('command', (state, input, now) => {
      const decision = decide(state, input, now);
      if ('refusal' in decision) throw new Error('illegal move');
      return decision;
    }),
    'illegal move',
  ],
  [
    'an accepted command without an event',
    'what is accepted makes events, what is refused has a stable reason',
    deciding('command', () => ({ events: [] })),
    'nothing happened',
  ],
  [
    'a reason in prose',
    'what is accepted makes events, what is refused has a stable reason',
    deciding('tick', () => ({ refusal: 'please wait' })),
    'not in UPPER_SNAKE',
  ],
  [
    'defaults added twice',
    'settings are complete once configured',
    { configure: (requested) => ({ showMs: configure(requested).showMs + 1 }) },
    'the settings change',
  ],
  [
    'a second start',
    'a match starts once',
    deciding('start', (state, _, now) => ({ events: [{ kind: 'started', untilMs: Math.max(state.untilMs, now) }] })),
    'a second start was accepted',
  ],
  ['a deadline before the start', 'a match starts once', { deadline: (state) => state.untilMs }, 'before the start'],
  [
    'a tick accepted early',
    'a tick is accepted when its deadline has come, and not before',
    deciding('tick', (state, input, now) => decide(state, input, now + 1)),
    'accepted before its deadline',
  ],
  [
    'a tick refused on time',
    'a tick is accepted when its deadline has come, and not before',
    deciding('tick', (state, input, now) => decide(state, input, now - 1)),
    'refused at its deadline',
  ],
  [
    'a tick accepted after the end',
    'a tick is accepted when its deadline has come, and not before',
    deciding('tick', (state, input, now) =>
      state.running ? decide(state, input, now) : { events: [{ kind: 'timeShifted', untilMs: 0 }] },
    ),
    'without a deadline',
  ],
  [
    'time given back into the past',
    'a deadline is not in the past when it is set',
    deciding('timeGivenBack', ({ untilMs, running }) =>
      running ? { events: [{ kind: 'timeShifted', untilMs: untilMs + 1 }] } : { refusal: 'NOT_RUNNING' },
    ),
    'the deadline is',
  ],
  [
    'ticks that lead nowhere',
    'ticks alone bring a match to its end',
    deciding('tick', (state, _, now) =>
      now < state.untilMs ? { refusal: 'NOT_DUE' } : { events: [{ kind: 'timeShifted', untilMs: now + 1_000 }] },
    ),
    'did not bring the match to its end',
  ],
  [
    'no deadline in a running match',
    'ticks alone bring a match to its end',
    { deadline: (state) => (state.fingers.every((fingers) => fingers === null) ? deadline(state) : undefined) },
    'no deadline will ever end it',
  ],
  [
    'an outcome that changes',
    'an outcome stands, fits the seats, and leaves no deadline',
    deciding('gone', (state, input, now) => decide({ ...state, running: true }, input, now)),
    'gone changed the outcome',
  ],
  [
    'a winner without a seat',
    'an outcome stands, fits the seats, and leaves no deadline',
    { outcome: (state) => (state.outcome ? { ...state.outcome, winnerSeats: [2] } : undefined) },
    'a winner has no seat',
  ],
  [
    'a deadline after the end',
    'an outcome stands, fits the seats, and leaves no deadline',
    { deadline: (state) => (state.outcome ? 1 : deadline(state)) },
    'a deadline after the end',
  ],
  [
    'half a point',
    'scores are whole numbers, one for each seat',
    { scores: (state) => scores(state).map((score) => score / 2) },
    'scores',
  ],
  [
    'a score missing',
    'scores are whole numbers, one for each seat',
    { scores: () => [0] },
    'not a score for each seat',
  ],
  [
    'a winner who is gone',
    'who is gone from a running match does not win it',
    {
      outcome: (state) => {
        const settled = outcome(state);
        return settled && settled.reason !== 'completed' ? { ...settled, winnerSeats: [0, 1] } : settled;
      },
    },
    'the seat that is gone wins',
  ],
  [
    'nobody may leave',
    'who is gone from a running match does not win it',
    deciding('gone', () => ({ refusal: 'PLEASE_STAY' })),
    'was refused in a running match',
  ],
  [
    'half of the time given back',
    'time given back makes the deadline later by it',
    deciding('timeGivenBack', (state, input, now) =>
      input.kind === 'timeGivenBack'
        ? decide(state, { ...input, byMs: Math.ceil(input.byMs / 2) }, now)
        : { refusal: '' },
    ),
    'not later by the time given back',
  ],
  [
    "another's choice in an event",
    'nothing shown depends on a secret',
    { project: (event, state, viewer) => (event.kind === 'shown' ? event : project(event, state, viewer)) },
    'tells a secret',
  ],
  [
    "another's choice in a view",
    'nothing shown depends on a secret',
    {
      view: (state: State, viewer: Viewer) => ({
        ...view(state, viewer),
        sum: state.fingers.reduce<number>((sum, fingers) => sum + (fingers ?? 0), 0),
      }),
    },
    'tells a secret',
  ],
  [
    'the seed in a view',
    'the seed is shown to nobody',
    {
      evolve: (state, event) => ({
        ...evolve(state, event),
        ...(event.kind === 'prepared' ? { seed: event.seed } : {}),
      }),
      view: (state, viewer) => ({ ...view(state, viewer), seed: (state as State & { seed: string }).seed }),
    },
    'the seed is shown',
  ],
  [
    'the seed in an event',
    'the seed is shown to nobody',
    {
      project: (event, state, viewer) => (event.kind === 'prepared' ? (event as never) : project(event, state, viewer)),
    },
    'the seed is shown',
  ],
  [
    'whatever is not listed',
    'what the projection does not know is shown to nobody',
    { project: (event, state, viewer) => project(event, state, viewer) ?? (event as unknown as PublicEvent) },
    'an unlisted event is shown',
  ],
  [
    'an event that should have been shown',
    'a view and the events shown after it make the next view',
    { project: (event, state, viewer) => (event.kind === 'timeShifted' ? undefined : project(event, state, viewer)) },
    'a client does not come to the view',
  ],
];

describe('a game with a planted bug is caught: ', () => {
  test.each(PLANTS)('%s', (_, law, broken, complaint) => {
    expect(() => {
      prove(laws[law], { ...proof, game: { ...oddsAndEvens, ...broken } });
    }).toThrow(complaint);
  });

  test('there is one for each law', () => {
    expect(new Set(PLANTS.map(([, law]) => law))).toEqual(new Set(Object.keys(laws)));
  });
});

describe('a proof that proves nothing is caught: ', () => {
  test('no secret is named', () => {
    expect(() => {
      prove(laws['nothing shown depends on a secret'], { ...proof, disguise: (log: readonly Event[]) => log });
    }).toThrow('the disguise never changes anything');
  });

  test('a disguise drops events', () => {
    expect(() => {
      prove(laws['nothing shown depends on a secret'], { ...proof, disguise: (log: readonly Event[]) => log.slice(1) });
    }).toThrow('not as long');
  });
});

test('most random plays of a short game reach its end, and inputs of every kind are accepted in some', () => {
  const accepted = new Map<string, number>();
  let ended = 0;
  prove((_, play) => {
    if (outcome(play.states.at(-1) as State)) ended++;
    for (const { input, decision } of play.turns) {
      if ('events' in decision) accepted.set(input.kind, (accepted.get(input.kind) ?? 0) + 1);
    }
  }, proof);
  expect(ended).toBeGreaterThan(75);
  for (const kind of ['start', 'command', 'tick', 'gone', 'timeGivenBack']) {
    expect([kind, (accepted.get(kind) ?? 0) > 10]).toEqual([kind, true]);
  }
});

test('the clock and chance are as before after a proof', () => {
  const before = [Date, Math.random];
  expect(() => {
    prove(() => {
      throw new Error('law broken');
    }, proof);
  }).toThrow('law broken');
  expect(globalThis.Date).toBe(before[0]);
  expect(Math.random).toBe(before[1]);
});
