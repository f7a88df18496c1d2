import assert from 'node:assert/strict';
import type { AnyGame, Decision, Viewer } from '../game.ts';
import { foldAll, perform } from './play.ts';
import type { Play } from './play.ts';
import type { AnyProof } from './proof.ts';
import type { Script } from './script.ts';

/** What must hold in every play; throws where it does not. Named by what it promises. */
export type Law = (proof: AnyProof, play: Play, script: Script) => void;

/** The laws of `game.ts`, each by itself, so that a test can show that each catches what it is there for. */
export const laws = {
  'the same inputs make the same log': (proof, play, script) => {
    assert.deepEqual(perform(proof, script).log, play.log, 'played again, the same inputs made another log');
  },

  'any stored prefix of the log folds to the state it left': ({ game }, play) => {
    const stored = throughJson(play.log, 'events');
    play.states.forEach((state, index) => throughJson(state, `state after event ${index}`));
    assert.deepEqual(foldAll(game, stored), play.states, 'the stored log folds to other states');
  },

  'a decision follows from stored state, input and time alone': ({ game }, play) => {
    for (const { before, input, now, decision } of play.turns) {
      const state = throughJson(before, 'state');
      assert.deepEqual(game.decide(state, input, now), decision, `decided anew, ${input.kind} came out otherwise`);
    }
  },

  'what is accepted makes events, what is refused has a stable reason': (_, play) => {
    for (const { input, decision } of play.turns) {
      if ('events' in decision) assert(decision.events.length > 0, `${input.kind} was accepted, but nothing happened`);
      else assert.match(decision.refusal, /^[A-Z][A-Z0-9_]*$/, `the reason ${decision.refusal} is not in UPPER_SNAKE`);
    }
  },

  'settings are complete once configured': ({ game }, play) => {
    throughJson(play.config, 'config');
    assert.deepEqual(game.configure(play.config as object), play.config, 'configured again, the settings change');
  },

  'a match starts once': ({ game }, play) => {
    const [start, ...later] = play.turns;
    assert(start !== undefined && accepts(start.decision), 'the start was refused');
    assert.equal(game.deadline(start.before), undefined, 'there is a deadline before the start');
    assert.equal(game.outcome(start.before), undefined, 'there is an outcome before the start');
    for (const turn of later)
      assert(turn.input.kind !== 'start' || !accepts(turn.decision), 'a second start was accepted');
  },

  'a tick is accepted when its deadline has come, and not before': ({ game }, play) => {
    for (const { after: state } of play.turns) {
      const deadline = game.deadline(state);
      if (deadline === undefined) {
        assert(!accepts(game.decide(state, { kind: 'tick' }, play.now)), 'a tick was accepted without a deadline');
        continue;
      }
      assert(Number.isSafeInteger(deadline), `the deadline ${deadline} is not a whole number of milliseconds`);
      const tickAt = (now: number): boolean => accepts(game.decide(state, { kind: 'tick' }, now));
      assert(!tickAt(deadline - 1), 'a tick was accepted before its deadline');
      assert(tickAt(deadline), 'a tick was refused at its deadline');
      assert(tickAt(deadline + 60_000), 'a tick was refused a minute after its deadline');
    }
  },

  'a deadline is not in the past when it is set': ({ game }, play) => {
    for (const turn of play.turns) {
      const deadline = game.deadline(turn.after);
      if (!accepts(turn.decision) || deadline === undefined) continue;
      assert(deadline >= turn.now, `after ${turn.input.kind} at ${turn.now} the deadline is ${deadline}`);
    }
  },

  'ticks alone bring a match to its end': ({ game, ticksToEnd }, play) => {
    const most = ticksToEnd(play.config);
    for (const begin of play.turns.map(({ after }) => after)) {
      let state = begin;
      let ticks = 0;
      for (; game.outcome(state) === undefined; ticks++) {
        assert(ticks < most, `${most} ticks did not bring the match to its end`);
        const deadline = game.deadline(state);
        assert(deadline !== undefined, 'the match is running, but no deadline will ever end it');
        state = next(game, state, game.decide(state, { kind: 'tick' }, deadline));
      }
    }
  },

  'an outcome stands, fits the seats, and leaves no deadline': ({ game }, play) => {
    play.turns.forEach(({ input, before, after }) => {
      const settled = game.outcome(before);
      const outcome = game.outcome(after);
      if (settled !== undefined) assert.deepEqual(outcome, settled, `${input.kind} changed the outcome`);
      if (outcome === undefined) return;
      assert.equal(game.deadline(after), undefined, 'there is a deadline after the end');
      assert.equal(outcome.scores.length, game.seats, 'the outcome does not have a score for each seat');
      assert.deepEqual(outcome.scores, game.scores(after), 'the scores of the outcome are not the final ones');
      const { winnerSeats } = outcome;
      assert.equal(new Set(winnerSeats).size, winnerSeats.length, 'a seat wins twice');
      assert(
        winnerSeats.every((seat) => Number.isInteger(seat) && seat >= 0 && seat < game.seats),
        'a winner has no seat',
      );
    });
  },

  'scores are whole numbers, one for each seat': ({ game }, play) => {
    for (const state of play.states) {
      const scores = game.scores(state);
      assert.equal(scores.length, game.seats, 'there is not a score for each seat');
      assert(
        scores.every((score) => Math.abs(score) < 2 ** 31 && Number.isInteger(score)),
        `scores ${scores.join()}`,
      );
    }
  },

  'who is gone from a running match does not win it': ({ game }, play) => {
    for (const { after: state } of play.turns) {
      if (game.outcome(state) !== undefined) continue;
      for (let seat = 0; seat < game.seats; seat++) {
        for (const reason of ['forfeited', 'resigned'] as const) {
          const decision = game.decide(state, { kind: 'gone', seat, reason }, play.now);
          assert(accepts(decision), `gone (${reason}) was refused in a running match`);
          const outcome = game.outcome(next(game, state, decision));
          if (game.seats === 2) assert(outcome !== undefined, 'with one of two players gone the match goes on');
          if (outcome === undefined) continue;
          assert.equal(outcome.reason, reason, 'the outcome has another reason');
          assert(!outcome.winnerSeats.includes(seat), 'the seat that is gone wins');
        }
      }
    }
  },

  'time given back makes the deadline later by it': ({ game }, play) => {
    for (const { after: state, now } of play.turns) {
      if (game.outcome(state) !== undefined) continue;
      const decision = game.decide(state, { kind: 'timeGivenBack', byMs: 7_000 }, now);
      assert(accepts(decision), 'giving time back was refused in a running match');
      const deadline = game.deadline(state);
      const later = game.deadline(next(game, state, decision));
      assert.equal(
        later,
        deadline && Math.max(deadline + 7_000, now),
        'the deadline is not later by the time given back',
      );
    }
  },

  'the seed is shown to nobody': ({ game }, play) => {
    for (const viewer of viewers(game)) {
      play.states.forEach((state, index) => {
        const shown: unknown[] = [game.project(play.log[index], state, viewer), game.view(state, viewer)];
        assert(!JSON.stringify(shown).includes(play.seed), 'the seed is shown');
      });
    }
  },

  'nothing shown depends on a secret': ({ game, disguise }, play) => {
    if (disguise === undefined) return;
    let isDisguised = false;
    for (const viewer of viewers(game)) {
      const who = viewer === undefined ? 'a watcher' : `seat ${viewer}`;
      for (let length = 1; length <= play.log.length; length++) {
        const log = play.log.slice(0, length);
        const other: readonly unknown[] = disguise(log, viewer);
        assert.equal(other.length, length, 'the disguised log is not as long');
        isDisguised ||= JSON.stringify(other) !== JSON.stringify(log);
        const real: unknown = play.states[length - 1];
        const fake = foldAll(game, other).at(-1);
        const [event, otherEvent] = [log.at(-1), other.at(-1)];
        assertLooksSame(
          game.project(event, real, viewer),
          game.project(otherEvent, fake, viewer),
          `the event shown to ${who} tells a secret`,
        );
        assertLooksSame(game.view(real, viewer), game.view(fake, viewer), `the view of ${who} tells a secret`);
      }
    }
    assert(isDisguised, 'the disguise never changes anything, so it proves nothing');
  },

  'what the projection does not know is shown to nobody': ({ game }, play) => {
    for (const viewer of viewers(game)) {
      const unknown = {
        kind: 'anEventOfALaterVersion',
        $case: 'anEventOfALaterVersion',
        type: 'anEventOfALaterVersion',
      };
      assert.equal(game.project(unknown, play.states.at(-1), viewer), undefined, 'an unlisted event is shown');
    }
  },

  'a view and the events shown after it make the next view': ({ game, apply }, play) => {
    for (const viewer of viewers(game)) {
      let view: unknown = game.view(play.states[0], viewer);
      for (let index = 1; index < play.log.length; index++) {
        const state = play.states[index];
        const shown: unknown = game.project(play.log[index], state, viewer);
        if (shown !== undefined) view = apply(view, shown);
        // Equal at each step: so wherever a stream is cut, the snapshot there and the events after it agree as well.
        const event = JSON.stringify(play.log[index]);
        assertLooksSame(view, game.view(state, viewer), `a client does not come to the view after ${event}`);
      }
    }
  },
} satisfies Record<string, Law>;

function accepts(decision: Decision<unknown>): decision is { readonly events: readonly unknown[] } {
  return 'events' in decision;
}

/** The state that an accepted decision leaves. */
function next(game: AnyGame, state: unknown, decision: Decision<unknown>): unknown {
  assert(accepts(decision), 'a tick was refused at its deadline');
  return decision.events.reduce((before: unknown, event) => game.evolve(before, event), state);
}

/** Every seat, and who has none. */
function viewers(game: AnyGame): Viewer[] {
  return [undefined, ...Array.from({ length: game.seats }, (_, seat) => seat)];
}

/** The value as it comes back from storage; throws where that is another one than was stored. */
function throughJson<T>(value: T, what: string): T {
  const stored = JSON.parse(JSON.stringify(value)) as T;
  assert.deepEqual(stored, value, `the ${what} is not plain JSON: storing changes it`);
  return stored;
}

/** Absent and undefined fields are one on the wire. */
function assertLooksSame(actual: unknown, expected: unknown, message: string): void {
  const sent = (value: unknown): unknown => JSON.parse(JSON.stringify({ value }));
  assert.deepEqual(sent(actual), sent(expected), message);
}
