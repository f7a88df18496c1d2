/** A game of Go that is over: how, with the board and what was counted. */
import { GoColour, GoDecision } from '../../../sdk/src/index.ts';
import type { GoResult, GoView, PlayState } from '../../../sdk/src/index.ts';
import type { AppState } from '../../state/app-state.ts';
import type { GoPart, ResultScreen } from '../../state/match-screen.ts';
import { colourOf, goConfigOf, goOf } from '../../state/go/part.ts';
import { PAST_KEYS } from '../../state/go/past.ts';
import { playersOf } from '../../state/match.ts';
import { wrap } from '../../text.ts';
import type { Frame } from '../frame.ts';
import { line, span } from '../line.ts';
import type { Line, Size, Span } from '../line.ts';
import { offerSpan } from '../rematch.ts';
import { talkRows } from '../talk.ts';
import { besideBoard } from './beside.ts';
import type { Beside } from './beside.ts';
import { rankedName, STONES } from './players.ts';
import { tallyRows } from './tally.ts';
import { pastWords, points, resultCode, rulesWords } from './words.ts';

/** How a game ended; its moves can be gone through, and its record saved. */
export function goResultView(state: AppState, screen: ResultScreen, part: GoPart, size: Size): Frame {
  const { play, rematch } = screen;
  const view = goOf(play);
  const isOwn = play.ownSeat !== undefined;
  const keys = [
    ...(isOwn ? [rematch === 'offered' ? 'R accept the rematch' : 'R offer a rematch'] : []),
    'S save the record',
    PAST_KEYS,
    part.past ? 'Enter to the end' : 'Enter back',
  ];
  if (!view?.result) return { title: 'Result', body: [[], line('  It is over.')], keys };
  const { result } = view;
  const beside: Beside = {
    about: (columns) => [
      ...spread(headline(play, view, result), columns),
      ...spread(span(inWords(result), 'faint'), columns),
      ...(isOwn ? spread(offerSpan(state, play, rematch), columns) : []),
      [],
      ...playersOf(play).map((player) => {
        const colour = colourOf(view, player.seat) ?? GoColour.UNSPECIFIED;
        const name = rankedName(state, play, player, columns - 4);
        return line(`${STONES[colour] ?? ' '} `, span(name, colour === result.winner ? 'strong' : undefined));
      }),
      ...(view.black ? [...tallyRows(view), line(span('x o dead, b w territory', 'faint'))] : []),
      [],
      ...spread(span(settings(play), 'faint'), columns),
    ],
    talk: (columns, most) => talkRows(state, screen.talk, columns, most, ''),
  };
  const title = `Result: ${resultCode(result)}`;
  return {
    title: part.past ? `${title}, ${pastWords(part.past, view)}` : title,
    ...besideBoard(part.past?.view ?? view, { at: part.cursor, isCursor: false }, beside, size, keys),
    keys,
  };
}

/** A sentence in as many rows as it needs. */
const spread = ({ text, tone }: Span, columns: number): Line[] =>
  wrap(text, columns).map((row) => line(span(row, tone)));

function headline({ ownSeat }: PlayState, view: GoView, { winner, decision }: GoResult): Span {
  if (decision === GoDecision.ANNULMENT) return span('= No result.', 'warning');
  if (winner === GoColour.UNSPECIFIED) return span('= A draw.', 'warning');
  const own = colourOf(view, ownSeat);
  if (own === undefined) return span(`${colourName(winner)} has won.`, 'strong');
  return own === winner ? span('✔ You have won!', 'good') : span('✘ You have lost.', 'bad');
}

const colourName = (colour: GoColour): string => (colour === GoColour.BLACK ? 'Black' : 'White');

function inWords({ winner, decision, marginHalfPoints }: GoResult): string {
  const loser = winner === GoColour.BLACK ? 'White' : 'Black';
  switch (decision) {
    case GoDecision.SCORE:
      if (winner === GoColour.UNSPECIFIED) return 'Both have the same number of points.';
      return `${colourName(winner)} wins by ${points(marginHalfPoints)} points.`;
    case GoDecision.RESIGNATION:
      return `${loser} gave up.`;
    case GoDecision.TIME:
      return `${loser} had no time left.`;
    case GoDecision.AGREEMENT:
      return 'Both wanted it.';
    default:
      return 'Both wanted it: the game counts for nobody.';
  }
}

function settings(play: PlayState): string {
  const config = goConfigOf(play);
  return config ? rulesWords(config) : '';
}
