/** A game of Go that is played or watched. */
import { GoPhase, goPointName, goPointNamed } from '../../../sdk/src/index.ts';
import type { GoView, PlayState } from '../../../sdk/src/index.ts';
import type { AppState } from '../../state/app-state.ts';
import type { GoPart, MatchScreen } from '../../state/match-screen.ts';
import { letterActions } from '../../state/go/go.ts';
import { colourOf, goConfigOf, goOf, isOwnTurn, shownView, sizeOf } from '../../state/go/part.ts';
import { PAST_KEYS } from '../../state/go/past.ts';
import { ownRequest, questionTo } from '../../state/go/requests.ts';
import { isAlone, isPlayed } from '../../state/match.ts';
import type { Frame } from '../frame.ts';
import { line, span } from '../line.ts';
import type { Line, Size } from '../line.ts';
import { playerName } from '../player-name.ts';
import { talkRows } from '../talk.ts';
import { wrap } from '../../text.ts';
import { besideBoard } from './beside.ts';
import type { Beside } from './beside.ts';
import { sideRows, timeWarning } from './players.ts';
import { tallyRows } from './tally.ts';
import { clockTime, pastWords, points, rulesWords, timeWords } from './words.ts';

/** A game of Go: the board, and beside it both sides, what happens, and what is said. @param keys instead of its own */
export function goView(
  state: AppState,
  screen: MatchScreen,
  part: GoPart,
  size: Size,
  keys = keysOf(screen, part),
): Frame {
  const { play } = screen;
  const view = goOf(play);
  if (!play || !view) return { title: 'Go', body: [], keys };
  const shown = shownView(view, part);
  const beside: Beside = {
    about: (columns) => [
      ...sideRows(state, screen, view, shown, columns),
      [],
      ...whatHappens(state, screen, part, view, shown, columns),
    ],
    talk: (columns, most) => talkRows(state, screen.talk, columns, most, ''),
  };
  const isCursor = isPlayed(screen) && !part.past && view.phase !== GoPhase.WAITING;
  const notice = noticeOf(state, screen, part);
  return {
    title: titleOf(screen, part, view),
    ...besideBoard(shown, { at: part.cursor, isCursor }, beside, size, keys),
    ...(notice ? { notice } : {}),
    keys,
  };
}

function titleOf({ play }: MatchScreen, { past }: GoPart, view: GoView): string {
  const what = play?.ownSeat === undefined ? 'Watching Go' : 'Go';
  if (past) return `${what}: ${pastWords(past, view)}`;
  if (view.phase === GoPhase.SCORING) return `${what}: scoring`;
  return view.moves > 0 ? `${what}: move ${view.moves}` : what;
}

function whatHappens(
  state: AppState,
  screen: MatchScreen,
  part: GoPart,
  view: GoView,
  shown: GoView,
  columns: number,
): Line[] {
  const play = screen.play!;
  const config = goConfigOf(play);
  const settings = config
    ? [rulesWords(config), timeWords(config.time ?? { control: undefined })].flatMap((text) =>
        wrap(text, columns).map((row) => line(span(row, 'faint'))),
      )
    : [];
  if (part.past) return [...lastMove(shown), line(span('Enter comes back to the game.', 'accent')), [], ...settings];
  if (view.phase === GoPhase.SCORING) return scoring(state, screen, view, columns);
  if (view.phase === GoPhase.WAITING) return [...waiting(screen, columns), [], ...settings];
  const warning = timeWarning(screen, view);
  const request = ownRequest(play);
  return [
    line(turn(state, play, part, view)),
    ...lastMove(shown),
    ...(warning ? [line(span(`! ${warning}`, 'bad'))] : []),
    ...(request ? wrap(request, columns).map((row) => line(span(row, 'accent'))) : []),
    [],
    ...settings,
  ];
}

function waiting(screen: MatchScreen, columns: number): Line[] {
  const told = (text: string): Line[] => wrap(text, columns).map((row) => line(row));
  if (!isAlone(screen)) {
    return told(screen.rematch ? 'Waiting for your opponent to take up the rematch …' : 'Waiting for your opponent …');
  }
  if (!screen.inviteCode) {
    return [...told('Waiting for somebody to come …'), [], ...told('Stay here: the game begins as soon as they come.')];
  }
  return [
    ...told('Your friend enters this code:'),
    [],
    line('   ', span(` ${screen.inviteCode} `, 'marked')),
    [],
    ...told('The game begins when they are here.'),
  ];
}

function turn(state: AppState, play: PlayState, part: GoPart, view: GoView) {
  if (part.sent) return span(part.sent.point === undefined ? 'Passing …' : 'Your stone is on its way …', 'faint');
  if (isOwnTurn(play, part)) {
    return span(view.handicapLeft > 0 ? `Place ${view.handicapLeft} handicap stones.` : 'Your move.', 'strong');
  }
  const mover = play.match.players.find(({ seat }) => colourOf(view, seat) === view.toMove);
  return span(mover ? `${playerName(state, play, mover)} is to move.` : '', 'faint');
}

/** What was played last. */
function lastMove({ moves, lastPoint, passes, board }: GoView): Line[] {
  if (moves === 0) return [line(span('No move yet.', 'faint'))];
  if (lastPoint === undefined) {
    return [
      line(span(passes > 1 ? `Move ${moves}: pass number ${passes} in a row` : `Move ${moves}: a pass`, 'warning')),
    ];
  }
  // After suicide there is no stone to tell the colour by.
  const colour = /X/i.test(board[lastPoint]!) ? 'Black ' : /O/i.test(board[lastPoint]!) ? 'White ' : '';
  return [line(`Move ${moves}: ${colour}${goPointName(Math.sqrt(board.length), lastPoint)}`)];
}

function scoring(state: AppState, screen: MatchScreen, view: GoView, columns: number): Line[] {
  const play = screen.play!;
  const difference = (view.black?.totalHalfPoints ?? 0) - (view.white?.totalHalfPoints ?? 0);
  const lead =
    difference === 0
      ? 'Both have the same.'
      : `${difference > 0 ? 'Black' : 'White'} leads by ${points(Math.abs(difference))}.`;
  const accepted = play.match.players.map((player) => {
    const name = playerName(state, play, player, columns - 14);
    return view.acceptedSeats.includes(player.seat)
      ? line(span('✔ ', 'good'), `${name} accepts`)
      : line(span('· ', 'faint'), span(`${name} has not yet`, 'faint'));
  });
  return [
    line(span('x o dead, b w territory', 'faint')),
    ...tallyRows(view),
    line(span(lead, 'strong')),
    ...accepted,
    line(span(`Stands as it is in ${clockTime(view.untilTimeMs - screen.now)}`, 'faint')),
  ];
}

/** A question that waits for the viewer, or what was typed so far; stands where sentences to the player stand. */
function noticeOf(state: AppState, { play }: MatchScreen, { typed }: GoPart): Line | undefined {
  if (!play) return undefined;
  const question = questionTo(play);
  const asker = play.match.players.find(({ seat }) => seat === goOf(play)?.asked?.seat);
  if (typed === '' && question && asker) {
    return [span(`${playerName(state, play, asker)} ${question}. `, 'accent'), span('Y yes, N no', 'strong')];
  }
  if (typed === '') return undefined;
  const action = typed.length === 1 && letterActions({ play }).find(({ letter }) => letter === typed);
  const does = action ? `Enter ${action.does}` : undefined;
  const isColumn = goPointNamed(sizeOf(goOf(play)!), `${typed}1`) !== undefined;
  const go = typed.length === 1 && isColumn ? 'a number goes to that column' : undefined;
  const takes = goOf(play)?.phase === GoPhase.SCORING ? 'Enter marks that chain' : 'Enter places a stone there';
  const enter = typed.length > 1 ? [takes] : [does, go].filter((text) => text !== undefined);
  return [span(`${typed}_ `, 'strong'), span(`${enter.join('; ')}.  Esc forgets it`, 'accent')];
}

function keysOf(screen: MatchScreen, part: GoPart): readonly string[] {
  const view = goOf(screen.play);
  if (part.past) return ['[ ] { } one or ten moves', 'Home End first and last', 'Enter back to the game'];
  const letters = letterActions(screen).map(({ letter, label }) => `${letter} ${label}`);
  if (!isPlayed(screen)) return ['Enter talk to those who watch', PAST_KEYS, ...letters, 'Esc back'];
  switch (view?.phase) {
    case GoPhase.PLAY:
      return ['↑↓←→ or D4 point', 'Enter place', ...letters, '/ talk', PAST_KEYS, 'Esc leave'];
    case GoPhase.SCORING:
      return ['↑↓←→ or D4 point', 'Enter dead or alive', ...letters, '/ talk', PAST_KEYS, 'Esc leave'];
    default:
      return ['/ talk', 'Esc leave'];
  }
}
