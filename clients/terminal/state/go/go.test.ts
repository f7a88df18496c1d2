import { describe, expect, test } from '@jest/globals';
import {
  EndReason,
  goCommands,
  GoColour,
  GoDecision,
  GoPhase,
  GoRequest,
  GoSuicide,
  MatchState,
} from '../../../sdk/src/index.ts';
import type { GoView, Outcome, PlayState } from '../../../sdk/src/index.ts';
import {
  drawnBoard,
  goPart,
  goPartOf as partOf,
  goPlay,
  goScreen,
  goView,
  seen,
} from '../../test-support/go-states.ts';
import { after, keys, MATCH, NOW, stateOn } from '../../test-support/states.ts';
import type { AppState } from '../app-state.ts';
import type { MatchScreen } from '../match-screen.ts';

const PLAYING = stateOn(goScreen());
const on = (play: PlayState, changes: Partial<MatchScreen> = {}): AppState => stateOn(goScreen({ play, ...changes }));
const act = (command: ReturnType<typeof goCommands.pass>, position = 7) => [{ kind: 'act', command, position }];
/** A point of 9 lines by its row from the top and its column, from 0. */
const at = (row: number, column: number): number => row * 9 + column;

describe('a stone', () => {
  test('is placed where the cursor was taken by arrows, which stay on the board', () => {
    const placed = after(PLAYING, ...keys('<left><up><up><enter>'));
    expect(placed.effects).toEqual(act(goCommands.place(at(2, 3))));
    expect(partOf(placed.state).sent).toEqual({ step: 7, point: at(2, 3) });
    const corner = after(PLAYING, ...keys('<up><up><up><up><up><up><left><left><left><left><left><left>'));
    expect(partOf(corner.state).cursor).toBe(0);
  });

  test('is placed by its name and Enter, in either case; the cursor follows what is typed', () => {
    const named = after(PLAYING, ...keys('c3'));
    expect(named.effects).toEqual([]);
    expect(partOf(named.state)).toMatchObject({ typed: 'C3', cursor: at(6, 2) });
    expect(after(named.state, ...keys('<enter>')).effects).toEqual(act(goCommands.place(at(6, 2))));
    expect(after(PLAYING, ...keys('C3<enter>')).effects).toEqual(act(goCommands.place(at(6, 2))));
    const pasted = after(PLAYING, { kind: 'key', key: { kind: 'text', text: 'C3' } }, ...keys('<enter>'));
    expect(pasted.effects).toEqual(act(goCommands.place(at(6, 2))));
  });

  test('on large boards has names of two digits', () => {
    const large = on(goPlay({ board: '.'.repeat(361) }), { part: goPart({ cursor: 180 }) });
    expect(partOf(after(large, ...keys('d1')).state).cursor).toBe(18 * 19 + 3);
    expect(partOf(after(large, ...keys('d16')).state).cursor).toBe(3 * 19 + 3);
    expect(partOf(after(large, ...keys('d16<backspace>')).state).cursor).toBe(18 * 19 + 3);
  });

  test('whose name the board does not have moves nothing', () => {
    for (const typed of ['c0', 'i5', '55', 'c<backspace>']) {
      expect(partOf(after(PLAYING, ...keys(typed)).state).cursor).toBe(40);
    }
    expect(after(PLAYING, ...keys('c0<enter>')).effects).toEqual([]);
  });

  test.each([
    ['on another one', 'd6', 'There is a stone already.'],
    ['without liberties', 'a1', 'That stone would have no liberty.'],
  ])('%s is refused before it is sent', (_, name, told) => {
    const board = drawnBoard(`
      . . . . . . . . .
      . . . . . . . . .
      . . . . . . . . .
      . . . X O . . . .
      . . . . . . . . .
      . . . . . . . . .
      . . . . . . . . .
      O . . . . . . . .
      . O . . . . . . .`);
    const tried = after(on(goPlay({ board })), ...keys(`${name}<enter>`));
    expect(tried.effects).toEqual([]);
    expect(tried.state.notice).toEqual({ text: told, bad: true });
    expect(partOf(tried.state).sent).toBeUndefined();
    const allowed = on(goPlay({ board }, { config: { suicide: GoSuicide.ALLOWED } }));
    expect(after(allowed, ...keys('a1<enter>')).effects).toEqual(act(goCommands.place(at(8, 0))));
  });

  test('that would take back a ko is refused before it is sent', () => {
    const tried = after(on(goPlay({ koPoint: at(2, 2) })), ...keys('c7<enter>'));
    expect(tried.effects).toEqual([]);
    expect(tried.state.notice?.text).toMatch(/^Ko:/);
  });

  test('is not sent out of turn, nor a second one before the first is confirmed', () => {
    const waiting = after(on(goPlay({ toMove: GoColour.WHITE })), ...keys('c3<enter>'));
    expect(waiting.effects).toEqual([]);
    expect(waiting.state.notice?.text).toBe('It is not your turn.');
    const twice = after(PLAYING, ...keys('c3<enter>c4<enter>'));
    expect(twice.effects).toEqual(act(goCommands.place(at(6, 2))));
  });

  test('is on its way until the game has gone a step on, or it is refused', () => {
    const sent = after(PLAYING, ...keys('c3<enter>')).state;
    expect(partOf(after(sent, seen(goPlay({}))).state).sent).toBeDefined(); // talk, for example
    expect(partOf(after(sent, seen(goPlay({ step: 8 }))).state).sent).toBeUndefined();
    const refused = after(sent, { kind: 'refused', matchId: MATCH, position: 7, text: 'Superko.' });
    expect(partOf(refused.state).sent).toBeUndefined();
    expect(refused.state.notice?.text).toBe('Superko.');
  });
});

describe('a letter and Enter', () => {
  test('do what the letter stands for; with a number the letter is a column', () => {
    expect(after(PLAYING, ...keys('p<enter>')).effects).toEqual(act(goCommands.pass()));
    expect(after(PLAYING, ...keys('u<enter>')).effects).toEqual(act(goCommands.ask(GoRequest.UNDO)));
    expect(after(PLAYING, ...keys('d<enter>')).effects).toEqual(act(goCommands.ask(GoRequest.DRAW)));
    expect(after(PLAYING, ...keys('a<enter>')).effects).toEqual(act(goCommands.ask(GoRequest.ANNUL)));
    expect(after(PLAYING, ...keys('d3<enter>')).effects).toEqual(act(goCommands.place(at(6, 3))));
  });

  test('nothing happens without Enter, and Escape forgets the letter', () => {
    const typed = after(PLAYING, ...keys('p<escape>'));
    expect(typed).toMatchObject({ effects: [], state: { screen: { leaving: false, part: { typed: '' } } } });
    expect(partOf(after(PLAYING, ...keys('pd')).state).typed).toBe('D');
  });

  test('R gives up, as Escape and Y do; from the same question one goes to the menu and keeps the seat', () => {
    expect(after(PLAYING, ...keys('r<enter>')).effects).toEqual([{ kind: 'leave' }]);
    expect(after(PLAYING, ...keys('<escape>y')).effects).toEqual([{ kind: 'leave' }]);
    const away = after(PLAYING, ...keys('<escape>m'));
    expect(away.effects).toEqual([{ kind: 'unfollow' }, { kind: 'readOwnMatches' }]);
    expect(away.state.screen.name).toBe('menu');
    expect(after(PLAYING, ...keys('<escape>n')).state.screen).toMatchObject({ name: 'match', leaving: false });
  });

  test('handicap stones are placed before anybody passes', () => {
    const passed = after(on(goPlay({ handicapLeft: 2 })), ...keys('p<enter>'));
    expect(passed.effects).toEqual([]);
    expect(passed.state.notice?.text).toBe('Place your handicap stones first.');
  });
});

describe('a request', () => {
  const asked = (seat: number, request: GoRequest = GoRequest.UNDO) => on(goPlay({ asked: { seat, request } }));

  test('of the opponent is granted by Y and refused by N', () => {
    expect(after(asked(1), ...keys('y')).effects).toEqual(act(goCommands.answer(GoRequest.UNDO, true)));
    expect(after(asked(1, GoRequest.DRAW), ...keys('n')).effects).toEqual(
      act(goCommands.answer(GoRequest.DRAW, false)),
    );
  });

  test('of one’s own is withdrawn, and no other is made meanwhile', () => {
    expect(after(asked(0), ...keys('w<enter>')).effects).toEqual(act(goCommands.withdraw()));
    expect(after(asked(0), ...keys('u<enter>')).effects).toEqual([]);
    expect(after(asked(0), ...keys('y')).effects).toEqual([]);
  });

  test('is nobody else’s to answer', () => {
    const watched = on(goPlay({ asked: { seat: 1, request: GoRequest.UNDO } }, { viewer: 'watcher' }));
    expect(after(watched, ...keys('y')).effects).toEqual([]);
  });
});

describe('scoring', () => {
  const scoring = (changes: Partial<GoView> = {}): AppState =>
    on(
      goPlay({
        phase: GoPhase.SCORING,
        toMove: GoColour.UNSPECIFIED,
        board: goView().board.replace('O', 'o'),
        ...changes,
      }),
    );

  test('Enter turns the chain under the cursor from alive to dead, and back', () => {
    expect(after(scoring(), ...keys('d6<enter>')).effects).toEqual(act(goCommands.mark(at(3, 3), true)));
    expect(after(scoring(), ...keys('e6<enter>')).effects).toEqual(act(goCommands.mark(at(3, 4), false)));
    expect(after(scoring(), ...keys('a1<enter>')).state.notice?.text).toBe('There is no stone to mark.');
  });

  test('A accepts, once, and G goes back to play', () => {
    expect(after(scoring(), ...keys('a<enter>')).effects).toEqual(act(goCommands.accept()));
    expect(after(scoring({ acceptedSeats: [0] }), ...keys('a<enter>')).effects).toEqual([]);
    expect(after(scoring(), ...keys('g<enter>')).effects).toEqual(act(goCommands.resume()));
  });
});

describe('who watches', () => {
  const watched = on(goPlay({}, { viewer: 'watcher' }));

  test('places nothing: Enter talks, and Escape goes back to the list', () => {
    expect(after(watched, ...keys('<enter>nice<enter>')).effects).toEqual([{ kind: 'say', text: 'nice' }]);
    expect(after(watched, ...keys('p<enter>')).effects).toEqual([]);
    expect(after(watched, ...keys('<escape>')).effects).toMatchObject([{ kind: 'unfollow' }, { kind: 'readLive' }]);
  });

  test('looks at what was played last, and can look around', () => {
    const moved = after(watched, seen(goPlay({ step: 8, moves: 7, lastPoint: 3 }, { viewer: 'watcher' })));
    expect(partOf(moved.state).cursor).toBe(3);
    expect(partOf(after(moved.state, ...keys('<down>')).state).cursor).toBe(12);
  });

  test('can save the record', () => {
    expect(after(watched, ...keys('s<enter>')).effects).toEqual([{ kind: 'saveRecord', matchId: MATCH }]);
  });
});

describe('the end', () => {
  const outcome: Outcome = { reason: EndReason.COMPLETED, winnerSeats: [0], scores: [80, 70], endTimeMs: NOW };
  const result = { winner: GoColour.BLACK, decision: GoDecision.SCORE, marginHalfPoints: 10 };
  const over = (view: Partial<GoView> = { result }, changes = outcome): PlayState =>
    goPlay(
      { phase: GoPhase.FINISHED, toMove: 0, ...view },
      { match: { state: MatchState.FINISHED, outcome: changes } },
    );

  test('leads to the result at once, where the game can be gone through and saved', () => {
    const ended = after(PLAYING, seen(over()));
    expect(ended.state.screen.name).toBe('result');
    expect(ended.effects).toEqual([{ kind: 'unfollow' }, { kind: 'awaitRematch', matchId: MATCH }]);
    expect(after(ended.state, ...keys('[')).effects).toEqual([{ kind: 'readReplay', matchId: MATCH }]);
    expect(after(ended.state, ...keys('[<enter>')).state.screen.name).toBe('result');
    expect(after(ended.state, ...keys('s')).effects).toEqual([{ kind: 'saveRecord', matchId: MATCH }]);
    expect(after(ended.state, ...keys('r')).effects).toEqual([{ kind: 'offerRematch', matchId: MATCH }]);
    expect(after(ended.state, { kind: 'recordSaved', fileName: 'a.sgf' }).state.notice?.text).toBe('Saved as ./a.sgf');
  });

  test('without a result is shown too, and told apart from a game to which nobody came', () => {
    const nothing = { ...outcome, reason: EndReason.ABANDONED, winnerSeats: [] };
    const annulled = { result: { winner: GoColour.UNSPECIFIED, decision: GoDecision.ANNULMENT, marginHalfPoints: 0 } };
    expect(after(PLAYING, seen(over(annulled, nothing))).state.screen.name).toBe('result');
    const abandoned = after(PLAYING, seen(over({ phase: GoPhase.WAITING }, nothing)));
    expect(abandoned.state).toMatchObject({
      screen: { name: 'menu' },
      notice: { text: 'Your opponent did not come.' },
    });
  });
});

test('a code that leads to a game of Go leads back to the menu of Go', () => {
  const joined = after(stateOn({ name: 'menu', selected: 0, ownMatches: [] }), {
    kind: 'seated',
    matchId: MATCH,
    inviteCode: '',
    rematch: false,
  });
  expect(joined.state.game).toBe('trivia');
  expect(after(joined.state, seen(goPlay())).state.game).toBe('go');
});
