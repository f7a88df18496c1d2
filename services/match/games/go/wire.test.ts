import { describe, expect, test } from '@jest/globals';
import * as gen from '../../../../gen/playmesh/match/v1/go.ts';
import { newId } from '../../../harness/ids.ts';
import { streamCodec } from '../../wire/stream-codec.ts';
import { DrawnGame, T0 } from './drawn-game.ts';
import { go } from './go.ts';
import * as wire from './wire.ts';

/** `true` only for types that agree in every field, optional marks included. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : { rules: A; generated: B };
const same = <_ extends true>(): void => {};

test('the types of the rules are those generated from the proto', () => {
  same<Same<wire.GoConfig, gen.GoConfig>>();
  same<Same<wire.GoCommand, NonNullable<gen.GoCommand['command']>>>();
  same<Same<wire.GoPublicEvent, NonNullable<gen.GoEvent['event']>>>();
  same<Same<wire.GoView, gen.GoView>>();
});

const { GoRuleset, GoScoring, GoSuicide, GoKoRule, GoColours, GoColour, GoRequest, GoDecision, GoPhase } = wire;
const enums = { GoRuleset, GoScoring, GoSuicide, GoKoRule, GoColours, GoColour, GoRequest, GoDecision, GoPhase };

test.each(Object.entries(enums))('the numbers of %s are the proto’s', (name, numbers) => {
  const { UNSPECIFIED, UNRECOGNIZED, ...sent } = gen[name as 'GoPhase'];
  expect(numbers).toEqual(sent);
  expect([UNSPECIFIED, UNRECOGNIZED]).toEqual([0, -1]);
});

/** A game on 19x19 with stones all over, up to its end. */
function longGame(): { game: DrawnGame; moves: wire.GoPublicEvent[] } {
  const game = new DrawnGame({
    size: 19,
    ruleset: GoRuleset.CHINESE,
    time: { control: { $case: 'byoYomi', value: { mainMs: 86_400_000, periods: 100, periodMs: 3_600_000 } } },
  });
  const moves: wire.GoPublicEvent[] = [];
  for (let tried = 0; tried < 2_000; tried += 1) {
    game.now += 1_001;
    if (game.place((tried * 137) % 361) !== undefined) continue;
    for (const event of game.events) moves.push(go.project(event, game.state, undefined)!);
  }
  return { game, moves };
}

describe('what goes over the wire', () => {
  const { game, moves } = longGame();

  const messageBytes = (event: wire.GoPublicEvent): number =>
    streamCodec.events('go', 499, 500, [{ seq: 500, at: T0, events: [{ kind: 'game', event }] }]).length;

  test('a move is a message below 120 bytes, whatever it captures', () => {
    expect(moves.length).toBeGreaterThan(500);
    expect(moves.some((event) => event.$case === 'moved' && event.value.captured.length > 1)).toBe(true);
    expect(Math.max(...moves.map(messageBytes))).toBeLessThan(120);
  });

  test('all of a game on 19x19, scored, is a snapshot below 1 KiB', () => {
    game.pass();
    game.pass();
    game.do({ $case: 'accept', value: {} }, 0);
    game.do({ $case: 'accept', value: {} }, 1);
    const player = (seat: number) => ({ seat, userId: newId(), connected: true, forfeitTime: undefined });
    const view = {
      seq: 500,
      game: 'go',
      mode: 'go_19x19_correspondence',
      config: game.state.config,
      visibility: 'open' as const,
      status: 'finished' as const,
      createdAt: T0,
      seats: 2,
      players: [player(0), player(1)],
      outcome: go.outcome(game.state),
      finishedAt: T0,
      viewer: 0,
      view: go.view(game.state, 0),
    };
    expect(game.state.phase).toBe('finished');
    expect(streamCodec.snapshot(newId(), view, T0).length).toBeLessThan(1_024);
  });

  test('moves and views arrive as they were sent', () => {
    for (const event of moves.slice(-50)) {
      expect(gen.GoEvent.decode(gen.GoEvent.encode({ event }).finish()).event).toEqual(event);
    }
    const view = go.view(game.state, 0);
    expect(gen.GoView.decode(gen.GoView.encode(view).finish())).toEqual(view);
    expect(gen.GoConfig.decode(gen.GoConfig.encode(game.state.config).finish())).toEqual(game.state.config);
  });
});
