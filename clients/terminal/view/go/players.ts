/** Both sides of a game: who they are, their clocks, and what they have captured. */
import { GoColour, GoPhase, goClocks, goTimeLeft, MatchState } from '../../../sdk/src/index.ts';
import type { GoClock, GoView, Player, PlayState } from '../../../sdk/src/index.ts';
import type { AppState } from '../../state/app-state.ts';
import type { MatchScreen } from '../../state/match-screen.ts';
import { colourOf, goConfigOf } from '../../state/go/part.ts';
import { rankOf } from '../../state/go/ranks.ts';
import { playersOf } from '../../state/match.ts';
import { emojiOf } from '../../state/trivia/reactions.ts';
import { apart, line, span } from '../line.ts';
import type { Line, Span, Tone } from '../line.ts';
import { playerName } from '../player-name.ts';
import { clockWords } from './words.ts';

/** How long a reaction stands, in milliseconds. */
const REACTION_MS = 4_000;
/** Less than this is little time, and very little, in milliseconds. */
const LITTLE_MS = 30_000;
const VERY_LITTLE_MS = 10_000;
/** The same in a game of days. */
const LITTLE_OF_DAYS_MS = 3 * 3_600_000;
/** With less room, captured stones are told in short. */
const WORDS_COLUMNS = 32;

export const STONES: Readonly<Record<number, string>> = { [GoColour.BLACK]: 'X', [GoColour.WHITE]: 'O' };

/** Two rows for each player, the viewer's own first. @param shown whose prisoners are told */
export function sideRows(state: AppState, screen: MatchScreen, view: GoView, shown: GoView, columns: number): Line[] {
  const { play } = screen;
  if (!play) return [];
  const clocks = goClocks(view, screen.now);
  return playersOf(play).flatMap((player) => sideOf(state, screen, play, view, shown, clocks, player, columns));
}

function sideOf(
  state: AppState,
  screen: MatchScreen,
  play: PlayState,
  view: GoView,
  shown: GoView,
  clocks: readonly GoClock[],
  player: Player,
  columns: number,
): Line[] {
  const colour = colourOf(view, player.seat);
  const isToMove = colour !== undefined && colour === view.toMove;
  const clock = colour === undefined ? undefined : clocks[colour === GoColour.BLACK ? 0 : 1];
  const about = aboutPlayer(screen, play, player);
  const prisoners = (colour === GoColour.BLACK ? shown.prisoners?.black : shown.prisoners?.white) ?? 0;
  const nameColumns = columns - 4 - about.reduce((sum, { text }) => sum + text.length + 1, 0);
  const name = line(
    span(isToMove ? '▸' : ' ', 'accent'),
    span(STONES[colour ?? GoColour.UNSPECIFIED] ?? ' ', colour === GoColour.BLACK ? 'accent' : 'strong'),
    ' ',
    span(rankedName(state, play, player, nameColumns), player.seat === play.ownSeat ? 'strong' : undefined),
  );
  const captured = `${prisoners} ${columns >= WORDS_COLUMNS ? 'captured' : 'cap.'}`;
  return [
    apart(name, about, columns),
    apart(
      line('  ', ...(clock ? [clockSpan(clock, isToMove)] : [])),
      line(span(clock ? captured : '', 'faint')),
      columns,
    ),
  ];
}

/** What a player is called, with their rank, in so many columns at most. */
export const rankedName = (state: AppState, play: PlayState, player: Player, columns: number): string =>
  playerName(state, play, player, columns, rankOf(state, play, player.userId));

/** Whether a player is there, and what they have just shown, which stands last since terminals disagree on its width. */
function aboutPlayer(screen: MatchScreen, { match }: PlayState, { seat, connected }: Player): Span[] {
  const shown = screen.reactions[seat];
  const away = !connected && match.state !== MatchState.FINISHED;
  return [
    ...(away ? [span(match.state === MatchState.RUNNING ? 'away' : 'not here yet', 'warning')] : []),
    ...(shown && screen.now - shown.timeMs < REACTION_MS ? [span(` ${emojiOf(shown.reaction)} `)] : []),
  ];
}

/** A clock, loud where time is short; told by a mark too, since colours may be missing. */
function clockSpan(clock: GoClock, runs: boolean): Span {
  const urgency = runs ? urgencyOf(clock) : undefined;
  const mark = urgency === 'bad' ? '!! ' : urgency === 'warning' ? '! ' : '';
  return span(`${mark}${clockWords(clock)}`, urgency ?? (runs ? 'strong' : undefined));
}

/** How pressing a clock that runs is: by what can still be lost before the flag falls. */
export function urgencyOf(clock: GoClock): Extract<Tone, 'warning' | 'bad'> | undefined {
  const left = goTimeLeft(clock.mainMs === 0 && clock.periods > 0 ? { ...clock, periods: 1 } : clock);
  const isLast = clock.periods <= 1;
  if (left < VERY_LITTLE_MS) return isLast ? 'bad' : 'warning';
  return left < LITTLE_MS && clock.periods === 0 ? 'warning' : undefined;
}

/** A sentence for a player whose own time is short; undefined for everybody else. */
export function timeWarning({ play, now }: MatchScreen, view: GoView): string | undefined {
  const colour = play && colourOf(view, play.ownSeat);
  if (view.phase !== GoPhase.PLAY || colour === undefined || colour !== view.toMove) return undefined;
  const clock = goClocks(view, now)[colour === GoColour.BLACK ? 0 : 1];
  if (!clock) return undefined;
  const left = goTimeLeft(clock);
  if (goConfigOf(play)?.time?.control?.$case === 'correspondence') {
    return left < LITTLE_OF_DAYS_MS ? 'Your time for this move is nearly up.' : undefined;
  }
  return urgencyOf(clock) === 'bad' ? 'Your time is nearly up!' : undefined;
}
