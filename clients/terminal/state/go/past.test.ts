import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { afterReplayMove, EndReason, formatId, MatchState } from '../../../sdk/src/index.ts';
import type { GoReplay, GoView } from '../../../sdk/src/index.ts';
import { goPart, goPartOf, goPlay, goReplay, goScreen, seen } from '../../test-support/go-states.ts';
import { after, idOf, keys, MATCH, NOW, stateOn } from '../../test-support/states.ts';
import type { AppState, Message } from '../app-state.ts';

const PLAYING = stateOn(goScreen());
/** The game of six moves that is on the screen. */
const REPLAY = goReplay([30, 31, 40, 41, 48, 49]);
const READ = [{ kind: 'readReplay', matchId: MATCH }];
const FAILED: Message = { kind: 'failed', of: 'readReplay', text: 'It cannot be reached.' };

const come = (replay: GoReplay = REPLAY, matchId = MATCH): Message => ({ kind: 'replay', matchId, replay });
/** After how many moves the position is that is shown; undefined where the game as it stands is. */
const shownAfter = (state: AppState): number | undefined => goPartOf(state).past?.view?.moves;
const moved = (view: Partial<GoView>): Message => seen(goPlay(view));

/** Two moves back, with all moves read. */
const back = after(PLAYING, ...keys('[['), come()).state;

describe('looking back', () => {
  const outcome = { reason: EndReason.COMPLETED, winnerSeats: [0], scores: [80, 70], endTimeMs: NOW };
  const finished = goPlay({}, { match: { state: MatchState.FINISHED, outcome } });

  test.each([
    ['by who plays', PLAYING],
    ['by who watches', stateOn(goScreen({ play: goPlay({}, { viewer: 'watcher' }) }))],
    ['when it is over', stateOn({ name: 'result', play: finished, part: goPart(), talk: [], rematch: 'none' })],
  ])('reads the moves once, and shows each position at once: %s', (_, state) => {
    const begun = after(state, ...keys('['));
    expect(begun.effects).toEqual(READ);
    const read = after(begun.state, come());
    expect(goPartOf(read.state).past).toMatchObject({ moves: 5, view: { moves: 5, lastPoint: 48 } });
    const shown = keys('[{]]}<home><end>[<enter>{').map((_, index, all) => {
      const { state: next, effects } = after(read.state, ...all.slice(0, index + 1));
      expect(effects).toEqual([]);
      return shownAfter(next);
    });
    expect(shown).toEqual([4, 0, 1, 2, undefined, 0, undefined, 5, undefined, 0]);
  });

  test('shows what the moves make, in whichever order one goes through them', () => {
    const points = fc.shuffledSubarray(
      Array.from({ length: 81 }, (_, point) => point),
      { minLength: 1, maxLength: 40 },
    );
    const pressed = fc.array(fc.constantFrom('[', ']', '{', '}', '<home>', '<end>'), { maxLength: 30 });
    fc.assert(
      fc.property(points, pressed, (played, typed) => {
        const replay = goReplay(played);
        const play = goPlay({ moves: played.length, step: played.length + 1 });
        let { state } = after(stateOn(goScreen({ play })), ...keys('['), come(replay));
        for (const key of typed) {
          const next = after(state, ...keys(key));
          expect(next.effects).toEqual([]);
          state = next.state;
          const { past } = goPartOf(state);
          if (!past) continue;
          expect(past.view).toEqual(replay.moves.slice(0, past.moves).reduce(afterReplayMove, replay.start));
        }
      }),
    );
  });

  test('goes on while the moves are still being read: the game stays on the screen, and nothing is read twice', () => {
    const early = after(PLAYING, ...keys('[[['));
    expect(early.effects).toEqual(READ);
    expect(goPartOf(early.state).past).toEqual({ moves: 3, view: undefined });
    expect(shownAfter(after(early.state, come()).state)).toBe(3);
    const left = after(early.state, ...keys('<enter>'), come());
    expect(goPartOf(left.state).past).toBeUndefined();
    expect(after(left.state, ...keys('['))).toMatchObject({ effects: [] });
  });

  test('does not show the moves of another match', () => {
    const other = after(PLAYING, ...keys('['), come(REPLAY, formatId(idOf(8))));
    expect(goPartOf(other.state)).toMatchObject({ replay: undefined, isReading: true });
    const away = stateOn({ name: 'menu', selected: 0, ownMatches: [] });
    expect(after(away, come()).state).toBe(away);
  });

  test('is left by going on to the end, by Enter, and by Escape, none of which plays', () => {
    for (const typed of [']]', '}', '<end>', '<enter>', '<escape>']) {
      const now = after(back, ...keys(typed));
      expect(goPartOf(now.state).past).toBeUndefined();
      expect(now.effects).toEqual([]);
    }
  });
});

describe('while the game goes on, looking back', () => {
  test('stays where it is; beyond what was read it reads again, and shows what it did until then', () => {
    const later = after(back, moved({ step: 8, moves: 7 }), moved({ step: 9, moves: 8 }));
    expect(later.effects).toEqual([]);
    expect(shownAfter(later.state)).toBe(4);
    const known = after(later.state, ...keys(']]'));
    expect(known.effects).toEqual([]);
    expect(shownAfter(known.state)).toBe(6);
    const beyond = after(known.state, ...keys(']'));
    expect(beyond.effects).toEqual(READ);
    expect(goPartOf(beyond.state).past).toMatchObject({ moves: 7, view: { moves: 6 } });
    const read = after(beyond.state, come(goReplay([30, 31, 40, 41, 48, 49, 50, 51])));
    expect(read.effects).toEqual([]);
    expect(goPartOf(read.state).past).toMatchObject({ moves: 7, view: { moves: 7, lastPoint: 50 } });
  });

  test('is left where its moves were taken back', () => {
    const undone = after(back, moved({ step: 8, moves: 4 }));
    expect(undone.effects).toEqual([]);
    expect(goPartOf(undone.state)).toMatchObject({ past: undefined, replay: undefined });
  });

  test('reads anew where other moves that were read were taken back, and shows none of them', () => {
    const undone = after(back, moved({ step: 8, moves: 5 }));
    expect(undone.effects).toEqual(READ);
    expect(shownAfter(undone.state)).toBe(4);
    const anew = goReplay([30, 31, 40, 41, 48], 9, { step: 8 });
    const played = after(undone.state, come(anew), moved({ step: 9, moves: 6 }), moved({ step: 10, moves: 7 }));
    expect(played.effects).toEqual([]);
    const ahead = after(played.state, ...keys(']]'));
    expect(ahead.effects).toEqual(READ);
    expect(shownAfter(ahead.state)).toBe(5);
  });

  test('reads anew where moves may have been taken back unseen, as when the network was lost', () => {
    const doubtful = after(back, moved({ step: 10, moves: 7 }));
    expect(doubtful.effects).toEqual(READ);
    const anew = goReplay([30, 31, 40, 60, 61, 62, 63], 9, { step: 10 });
    expect(goPartOf(after(doubtful.state, come(anew)).state).past?.view).toMatchObject({ moves: 4, lastPoint: 60 });
  });

  test('does not take what was read before moves were taken back', () => {
    const late = after(PLAYING, ...keys('[[['), moved({ step: 8, moves: 5 }), come());
    expect(late.effects).toEqual([...READ, ...READ]);
    expect(goPartOf(late.state)).toMatchObject({ past: { moves: 3, view: undefined }, replay: undefined });
  });

  test('takes what is newer than the game on the screen, as far as it goes', () => {
    const shorter = after(PLAYING, ...keys('['), come(goReplay([30, 31, 40], 9, { step: 10 })));
    expect(shorter.effects).toEqual(READ);
    expect(goPartOf(shorter.state).past).toMatchObject({ moves: 3, view: { moves: 3 } });
  });
});

describe('moves that cannot be read', () => {
  test('are told, and leave the game as it stands on the screen; the next key tries again', () => {
    const failed = after(PLAYING, ...keys('['), FAILED);
    expect(failed.effects).toEqual(READ);
    expect(failed.state.notice).toEqual({ text: 'It cannot be reached.', bad: true });
    expect(goPartOf(failed.state).past).toBeUndefined();
    expect(after(failed.state, ...keys('[')).effects).toEqual(READ);
  });

  test('leave what was read before on the screen', () => {
    const later = after(back, moved({ step: 8, moves: 7 }), moved({ step: 9, moves: 8 }), ...keys(']]]'));
    const failed = after(later.state, FAILED);
    expect(failed.effects).toEqual([]);
    expect(goPartOf(failed.state).past).toMatchObject({ moves: 6, view: { moves: 6 } });
  });

  test('leave nothing that may have been taken back', () => {
    const failed = after(back, moved({ step: 10, moves: 7 }), FAILED);
    expect(goPartOf(failed.state).past).toBeUndefined();
  });
});
