import { EndReason } from '../../../sdk/src/index.ts';
import type { Outcome, Player, PlayState } from '../../../sdk/src/index.ts';
import type { AppState } from '../../state/app-state.ts';
import type { ResultScreen } from '../../state/match-screen.ts';
import { playersOf } from '../../state/match.ts';
import { triviaOf } from '../../state/trivia/trivia.ts';
import { pad, padStart } from '../../text.ts';
import type { Frame } from '../frame.ts';
import { line, span } from '../line.ts';
import type { Line, Size, Span } from '../line.ts';
import { playerName } from '../player-name.ts';
import { offerSpan } from '../rematch.ts';
import { marksOf } from './players.ts';

const MOST_NAME_COLUMNS = 40;

/** How a duel ended, and whether it goes on with another. */
export function duelResultView(state: AppState, { play, rematch }: ResultScreen, { columns }: Size): Frame {
  const outcome = play.match.outcome!;
  const isOwn = play.ownSeat !== undefined;
  return {
    title: 'Result',
    body: [
      [],
      line('  ', headline(state, play, outcome)),
      ...why(state, play, outcome).map((text) => line('  ', span(text, 'faint'))),
      [],
      ...playersOf(play).map((player) => playerRow(state, play, outcome, player, columns)),
      [],
      ...(isOwn ? [line('  ', offerSpan(state, play, rematch))] : []),
    ],
    keys: [...(isOwn ? [rematch === 'offered' ? 'R accept the rematch' : 'R offer a rematch'] : []), 'Enter back'],
  };
}

const isWon = (play: PlayState, { winnerSeats }: Outcome): boolean => winnerSeats.includes(play.ownSeat ?? -1);

function headline(state: AppState, play: PlayState, outcome: Outcome): Span {
  if (outcome.winnerSeats.length === 0) return span('= A draw.', 'warning');
  if (play.ownSeat !== undefined) {
    return isWon(play, outcome) ? span('✔ You have won!', 'good') : span('✘ You have lost.', 'bad');
  }
  const winner = play.match.players.find(({ seat }) => outcome.winnerSeats.includes(seat));
  return span(winner ? `${playerName(state, play, winner)} has won.` : 'It is over.', 'strong');
}

/** What made the end, where it was not the last question; what decided between equals. */
function why(state: AppState, play: PlayState, { reason, winnerSeats, scores }: Outcome): string[] {
  const loser = play.match.players.find(({ seat }) => !winnerSeats.includes(seat));
  const who = loser?.seat === play.ownSeat ? 'You' : loser ? playerName(state, play, loser) : 'Somebody';
  if (reason === EndReason.FORFEITED) return [`${who} ${who === 'You' ? 'were' : 'was'} away for too long.`];
  if (reason === EndReason.RESIGNED) return [`${who} gave up.`];
  const isTie = winnerSeats.length > 0 && new Set(scores).size === 1;
  return isTie ? ['The points are equal; the quicker answers decided.'] : [];
}

function playerRow(
  state: AppState,
  play: PlayState,
  { winnerSeats, scores }: Outcome,
  player: Player,
  columns: number,
): Line {
  const view = triviaOf(play);
  const marks = view?.questions ?? 0;
  const fits = columns - 4 - MOST_NAME_COLUMNS / 2 - 8 - 2 >= marks;
  const nameColumns = Math.min(MOST_NAME_COLUMNS, columns - 4 - 8 - 2 - (fits ? marks : 0) - 1);
  const isWinner = winnerSeats.includes(player.seat);
  return [
    span(isWinner ? '  ✔ ' : '    ', 'good'),
    span(pad(playerName(state, play, player, nameColumns), nameColumns), isWinner ? 'strong' : undefined),
    span(padStart(String(scores[player.seat] ?? 0), 8), 'strong'),
    span('  '),
    ...(view && fits ? marksOf(view, player.seat, marks) : []),
  ];
}
