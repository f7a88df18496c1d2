/** A game of Go under the fingers: cursor, stones, requests, and the marking of dead ones. */
import { goCommands, GoPhase, goPointNamed, GoRequest, GoSuicide, formatId } from '../../../sdk/src/index.ts';
import type { GameCommand, GoView, PlayState } from '../../../sdk/src/index.ts';
import type { AppState, Effect, Step } from '../app-state.ts';
import type { Key } from '../key.ts';
import type { GoPart, MatchScreen } from '../match-screen.ts';
import { bad, good, show, stay, telling } from '../step.ts';
import { cursorAfter } from './cursor.ts';
import { goConfigOf, goOf, isOwnTurn, sizeOf, tryStone } from './part.ts';
import { isOutdated, stepped } from './past.ts';
import { answerTo, REQUESTS } from './requests.ts';

/** Something that is done by a letter and Enter, so that the letter can also begin the name of a point. */
export interface LetterAction {
  readonly letter: string;
  /** In the line of keys. */
  readonly label: string;
  /** What Enter does after the letter. */
  readonly does: string;
}

const RESIGN: LetterAction = { letter: 'R', label: 'resign', does: 'resigns' };
const SAVE: LetterAction = { letter: 'S', label: 'save', does: 'saves the record' };

/** What the viewer can do by a letter, in the order shown. */
export function letterActions({ play }: Pick<MatchScreen, 'play'>): readonly LetterAction[] {
  const view = goOf(play);
  if (!play || !view) return [];
  if (play.ownSeat === undefined) return [SAVE];
  if (view.phase === GoPhase.SCORING) {
    const isAccepted = view.acceptedSeats.includes(play.ownSeat);
    const accept = { letter: 'A', label: 'accept', does: 'accepts what is marked' };
    return [
      ...(isAccepted ? [] : [accept]),
      { letter: 'G', label: 'go on playing', does: 'goes back to play' },
      RESIGN,
    ];
  }
  if (view.phase !== GoPhase.PLAY) return [];
  const requests: readonly LetterAction[] =
    view.asked === undefined
      ? [
          { letter: 'U', label: 'undo', does: 'asks to take back your last move' },
          { letter: 'D', label: 'draw', does: 'offers a draw' },
          { letter: 'A', label: 'annul', does: 'asks for no result' },
        ]
      : view.asked.seat === play.ownSeat
        ? [{ letter: 'W', label: 'withdraw', does: 'withdraws what you asked' }]
        : [];
  return [{ letter: 'P', label: 'pass', does: 'passes' }, ...requests, RESIGN];
}

/** What a key does in a game of Go; undefined where it means nothing to the game. */
export function keyInGo(state: AppState, screen: MatchScreen, part: GoPart, key: Key): Step | undefined {
  const { play } = screen;
  const view = goOf(play);
  if (!play || !view) return undefined;
  const keep = (next: GoPart, ...effects: Effect[]): Step => show(state, { ...screen, part: next }, ...effects);
  const inPast = stepped(view, part, key);
  if (inPast) return keep(inPast);
  if (part.past && (key.kind === 'escape' || key.kind === 'enter')) return keep({ ...part, past: undefined });
  if (part.typed && key.kind === 'escape') return keep({ ...part, typed: '' });
  if (part.typed && key.kind === 'backspace') return keep(withTyped(part, view, part.typed.slice(0, -1)));
  const moved = cursorAfter(part.cursor, sizeOf(view), key);
  if (moved !== undefined) return keep({ ...part, cursor: moved, typed: '' });
  if (view.phase === GoPhase.WAITING) return undefined;
  const answer = answerTo(view, play, key);
  if (answer && !part.typed) return keep(part, { kind: 'act', command: answer, position: view.step });
  if (key.kind === 'text') return typedLetter(state, screen, part, view, key.text);
  if (key.kind !== 'enter') return undefined;
  if (part.typed.length === 1) return doLetter(state, screen, part, view);
  if (play.ownSeat === undefined) return undefined;
  const entered = { ...part, typed: '' };
  return view.phase === GoPhase.SCORING
    ? mark(state, { ...screen, part: entered }, entered, view)
    : place(state, { ...screen, part: entered }, entered, view, play);
}

/** A letter begins anew; a digit goes on with the name of a point, and the cursor goes there. */
function typedLetter(state: AppState, screen: MatchScreen, part: GoPart, view: GoView, text: string): Step | undefined {
  const typed = text.toUpperCase();
  const whole = /^[A-Z]$/.test(typed) ? typed : /^\d$/.test(typed) && part.typed ? part.typed + typed : '';
  const pasted = goPointNamed(sizeOf(view), typed) === undefined ? whole : typed;
  if (pasted === '') return undefined;
  const next = withTyped(part, view, pasted);
  const isKnown =
    next.typed.length > 1 ||
    goPointNamed(sizeOf(view), `${next.typed}1`) !== undefined ||
    letterActions(screen).some(({ letter }) => letter === next.typed);
  return isKnown ? show(state, { ...screen, part: next }) : stay(state);
}

function withTyped(part: GoPart, view: GoView, typed: string): GoPart {
  const point = goPointNamed(sizeOf(view), typed);
  if (point !== undefined) return { ...part, typed, cursor: point };
  // A digit too many changes nothing.
  return typed.length > 1 ? part : { ...part, typed };
}

function doLetter(state: AppState, screen: MatchScreen, part: GoPart, view: GoView): Step {
  const action = letterActions(screen).find(({ letter }) => letter === part.typed);
  const entered = { ...screen, part: { ...part, typed: '' } };
  const act = (command: GameCommand): Step => show(state, entered, { kind: 'act', command, position: view.step });
  if (!action) return show(state, entered);
  switch (action.letter) {
    case 'P':
      return pass(state, entered, entered.part, view);
    case 'R':
      return show(state, entered, { kind: 'leave' });
    case 'S':
      return show(state, entered, { kind: 'saveRecord', matchId: formatId(screen.play!.match.matchId) });
    case 'W':
      return act(goCommands.withdraw());
    case 'G':
      return act(goCommands.resume());
    default:
      return act(
        view.phase === GoPhase.SCORING
          ? goCommands.accept()
          : goCommands.ask(REQUESTS[action.letter] ?? GoRequest.UNDO),
      );
  }
}

const NOT_YOUR_TURN = bad('It is not your turn.');
const REFUSED = {
  OUTSIDE: 'There is no such point.',
  OCCUPIED: 'There is a stone already.',
  KO: 'Ko: that would bring the same board again; play somewhere else first.',
  SUICIDE: 'That stone would have no liberty.',
} as const;

/** Places a stone where the rules that can be judged here allow it, and shows it at once. */
function place(state: AppState, screen: MatchScreen, part: GoPart, view: GoView, play: PlayState): Step {
  if (!isOwnTurn(play, part)) return telling(show(state, screen), NOT_YOUR_TURN);
  const tried = tryStone(view, part.cursor);
  const isJudgedElsewhere =
    'refusal' in tried && tried.refusal === 'SUICIDE' && goConfigOf(play)?.suicide === GoSuicide.ALLOWED;
  if ('refusal' in tried && !isJudgedElsewhere) return telling(show(state, screen), bad(REFUSED[tried.refusal]));
  const next = { ...part, sent: { step: view.step, point: part.cursor } };
  const command = goCommands.place(part.cursor);
  return show(state, { ...screen, part: next }, { kind: 'act', command, position: view.step });
}

function pass(state: AppState, screen: MatchScreen, part: GoPart, view: GoView): Step {
  if (!isOwnTurn(screen.play!, part)) return telling(show(state, screen), NOT_YOUR_TURN);
  if (view.handicapLeft > 0) return telling(show(state, screen), bad('Place your handicap stones first.'));
  const next = { ...part, sent: { step: view.step, point: undefined } };
  return show(state, { ...screen, part: next }, { kind: 'act', command: goCommands.pass(), position: view.step });
}

/** Turns the chain under the cursor from dead to alive, and back. */
function mark(state: AppState, screen: MatchScreen, part: GoPart, view: GoView): Step {
  const stone = view.board[part.cursor] ?? '.';
  if (!/[XO]/i.test(stone)) return telling(show(state, screen), bad('There is no stone to mark.'));
  const command = goCommands.mark(part.cursor, /[XO]/.test(stone));
  return show(state, screen, { kind: 'act', command, position: view.step });
}

/** What a newer picture of the game does to its part of the screen. */
export function withGoMoved(part: GoPart, before: PlayState | undefined, play: PlayState): GoPart {
  const view = goOf(play);
  if (!view) return part;
  const sent = part.sent?.step === view.step ? part.sent : undefined;
  const isNew = view.step !== goOf(before)?.step;
  // Who watches looks at what was played last; who plays keeps the cursor.
  const cursor = play.ownSeat === undefined && isNew ? (view.lastPoint ?? part.cursor) : part.cursor;
  // Moves that are looked at may have been taken back.
  const past = part.past && part.past.moves < view.moves ? part.past : undefined;
  const replay = part.replay && isOutdated(part.replay, view) ? undefined : part.replay;
  const next = { ...part, sent, cursor, past, replay };
  return isSame(part, next) ? part : next;
}

const isSame = (one: GoPart, other: GoPart): boolean =>
  one.sent === other.sent && one.cursor === other.cursor && one.past === other.past && one.replay === other.replay;

/** The sentence about a record that was saved. */
export const savedAs = (fileName: string) => good(`Saved as ./${fileName}`);
