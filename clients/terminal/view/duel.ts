import { MatchState, TriviaPhase } from '../../sdk/src/index.ts';
import type { TriviaView } from '../../sdk/src/index.ts';
import type { AppState, DuelScreen } from '../state/app-state.ts';
import { configOf, isPlayed, triviaOf } from '../state/duel.ts';
import { nameOf } from '../state/names.ts';
import { REACTIONS } from '../state/reactions.ts';
import { padStart, plain, wrap } from '../text.ts';
import { written } from './form.ts';
import { bodyRows } from './frame.ts';
import type { Frame } from './frame.ts';
import { line, span } from './line.ts';
import type { Line, Size, Span, Tone } from './line.ts';
import { playerRows } from './players.ts';
import { questionRows } from './question.ts';

/** Rows of the body beside the question and the talk: two players, the time, and the space before the question. */
const AROUND = 4;
/** Rows of talk that are kept free where a question leaves room for them. */
const LEAST_TALK = 2;
const SECONDS_COLUMNS = 9;
const REACTION_KEYS = REACTIONS.map(({ letter, emoji }) => `${letter}${emoji}`).join(' ');

/** A duel: who plays, how much time there is, the question, and what is said. */
export function duelView(state: AppState, screen: DuelScreen, size: Size): Frame {
  const { columns } = size;
  const keys = keysOf(screen);
  const room = bodyRows(size, keys) - AROUND;
  const question =
    screen.inviteCode && isAlone(screen) ? invitation(screen) : questionRows(state, screen, columns, room);
  const talk = talkRows(state, screen, columns, room - question.length);
  const filler = Array<Line>(Math.max(0, room - question.length - talk.length)).fill([]);
  const notice = noticeOf(screen, columns);
  return {
    title: titleOf(screen),
    aside: asideOf(screen),
    body: [...playerRows(state, screen, columns), timeRow(screen, columns), [], ...question, ...filler, ...talk],
    ...(notice ? { notice } : {}),
    keys,
  };
}

function titleOf(screen: DuelScreen): string {
  const { play } = screen;
  const view = triviaOf(play);
  if (!play || !view) return 'Duel';
  const what = play.ownSeat === undefined ? 'Watching' : 'Duel';
  return view.question ? `${what}: question ${view.question.number} of ${view.questions}` : what;
}

function asideOf({ connection, watchers }: DuelScreen): Span[] {
  const watching = watchers > 0 ? [span(`${watchers} watching`, 'faint')] : [];
  if (connection === 'live' || connection === 'ended') return watching;
  const text = connection === 'connecting' ? 'connecting …' : 'reconnecting …';
  return [...watching, span(watchers > 0 ? '  ' : ''), span(text, 'warning')];
}

const isAlone = ({ play }: DuelScreen): boolean =>
  play !== undefined && play.match.state === MatchState.WAITING && play.match.players.length < play.match.seats;

const invitation = ({ inviteCode }: DuelScreen): Line[] => [
  line('  Your friend enters this code:'),
  [],
  line('      ', span(` ${inviteCode} `, 'marked')),
  [],
  line('  ', span('The duel begins when they are here.', 'faint')),
];

/** What passes, as a bar and in seconds; what is waited for, in words. */
function timeRow(screen: DuelScreen, columns: number): Line {
  const { play, now } = screen;
  const view = triviaOf(play);
  if (!play || !view) return line('  ', span('Going to the match …', 'faint'));
  const left = Math.max(0, view.untilTimeMs - now);
  switch (view.phase) {
    case TriviaPhase.QUESTION:
      return bar(left / configOf(play).answerMs, left, columns);
    case TriviaPhase.REVEAL:
      return line('  ', span(`Next question in ${seconds(left)} s`, 'faint'));
    case TriviaPhase.FINISHED:
      return line('  ', span('That was the last question.', 'faint'));
    default:
      return line('  ', span(waitingFor(screen, view, left), 'faint'));
  }
}

function waitingFor(screen: DuelScreen, view: TriviaView, left: number): string {
  if (view.untilTimeMs > 0) return `The first question comes in ${seconds(left)} s`;
  if (isAlone(screen)) return 'Waiting for somebody to take the other seat …';
  return screen.rematch ? 'Waiting for your opponent to take up the rematch …' : 'Waiting for your opponent …';
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(1);

function bar(share: number, left: number, columns: number): Line {
  const length = columns - 2 - SECONDS_COLUMNS;
  const filled = Math.round(Math.min(1, share) * length);
  const tone: Tone = share > 0.5 ? 'good' : share > 0.25 ? 'warning' : 'bad';
  return line(
    ' ',
    span('█'.repeat(filled), tone),
    span('░'.repeat(length - filled), 'faint'),
    span(padStart(`${seconds(left)} s`, SECONDS_COLUMNS), tone),
  );
}

/** The last of what was said, in the rows that are left. */
function talkRows(state: AppState, { talk }: DuelScreen, columns: number, room: number): Line[] {
  const most = Math.max(0, Math.max(room - 1, Math.min(room, LEAST_TALK)));
  if (most === 0) return [];
  return talk
    .flatMap(({ userId, text }) => {
      const own = userId === state.me?.userId;
      const name = `${own ? 'you' : nameOf(state, userId)}: `;
      return wrap(plain(`${name}${text}`), columns - 4).map((row, index) =>
        index === 0 && row.startsWith(name)
          ? line('  ', span(name, own ? 'strong' : 'accent'), row.slice(name.length))
          : line('    ', row),
      );
    })
    .slice(-most);
}

/** What is being written or asked; stands where sentences to the player stand. */
function noticeOf(screen: DuelScreen, columns: number): Line | undefined {
  if (screen.leaving) return [span(leavingText(screen), 'warning')];
  if (!screen.draft) return undefined;
  const to = isPlayed(screen) ? 'Say: ' : 'Say to those who watch: ';
  return [span(to, 'accent'), ...written(screen.draft, columns - 3 - to.length, true)];
}

function leavingText({ play }: DuelScreen): string {
  return play?.match.state === MatchState.WAITING
    ? 'Give your seat up? The duel has not begun.'
    : 'Give this duel up? It counts as lost.';
}

function keysOf(screen: DuelScreen): readonly string[] {
  if (screen.draft) return ['Enter say it', 'Esc forget it'];
  if (screen.leaving) return ['Y give up', 'any other key stay'];
  if (!isPlayed(screen)) return ['Enter talk to those who watch', 'Esc back'];
  const options = triviaOf(screen.play)?.question?.options.length;
  return [...(options ? [`1-${options} answer`] : []), 'Enter talk', 'Esc give up', REACTION_KEYS];
}
