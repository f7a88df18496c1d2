/** Queues, challenges, and the making of one. */
import type { AppState } from '../../state/app-state.ts';
import { GO_SIZES, GO_SPEEDS, modeName } from '../../state/games.ts';
import { chosenMode } from '../../state/go/queue.ts';
import { chosenIn } from '../../state/go/settings.ts';
import type { Challenge, ChallengesScreen, QueueScreen } from '../../state/list-screens.ts';
import { nameOf } from '../../state/names.ts';
import { pad, widthOf } from '../../text.ts';
import { bodyRows } from '../frame.ts';
import type { Frame } from '../frame.ts';
import { line, paragraph, span } from '../line.ts';
import type { Line, Size } from '../line.ts';
import { scrolled } from '../scrolled.ts';
import { colourWords, points, rulesName, rulesWords, timeWords } from './words.ts';
import { KOMIS, SETTINGS, TIMES } from '../../state/go/game-choices.ts';
import type { ChallengeScreen, Setting } from '../../state/go/game-choices.ts';

const BOARD_COLUMNS = 9;
const SPEED_COLUMNS = 11;

/** Which board, and how fast. */
export function queueView(screen: QueueScreen, { columns }: Size): Frame {
  const time = TIMES.find(({ speed }) => speed === GO_SPEEDS[screen.speed])!.time;
  return {
    title: 'Find an opponent',
    body: [
      [],
      ...paragraph('Which board, and how fast?', columns),
      [],
      ...GO_SIZES.map((size, row) => [
        span(`  ${pad(`${size}x${size}`, BOARD_COLUMNS)}`, row === screen.size ? 'strong' : 'faint'),
        ...GO_SPEEDS.flatMap((speed, column) => {
          const isChosen = row === screen.size && column === screen.speed;
          const text = ` ${isChosen ? '▸' : ' '}${speed} `;
          return [span(text, isChosen ? 'marked' : undefined), span(pad('', SPEED_COLUMNS - widthOf(text)))];
        }),
      ]),
      [],
      line('  ', span(modeName(chosenMode(screen)), 'strong'), `: ${timeWords(time)}`),
      [],
      ...paragraph(
        'Japanese rules, an even game, colours by lot. Your rating counts all boards of one speed.',
        columns,
        'faint',
      ),
    ],
    keys: ['↑↓ board', '←→ speed', 'Enter find an opponent', 'Esc back'],
  };
}

const NAME_COLUMNS = 16;

/** Who waits for an opponent, and for what kind of game. */
export function challengesView(state: AppState, screen: ChallengesScreen, size: Size): Frame {
  const keys = ['↑↓ choose', 'Enter play', 'N make a challenge', 'Esc back'];
  const heading = [line('   ', span(pad('Who', NAME_COLUMNS), 'faint'), span('  Board  Time', 'faint'))];
  const chosen = screen.rows?.[screen.selected];
  const details = chosen ? [[], ...detailsOf(chosen, size.columns)] : [];
  return {
    title: 'Open challenges',
    body: [
      ...heading,
      ...challengeRows(state, screen, bodyRows(size, keys) - heading.length - details.length),
      ...details,
    ],
    keys,
    ...(screen.busy ? { notice: [span('Taking the seat …', 'faint')] } : {}),
  };
}

function challengeRows(state: AppState, { rows, selected }: ChallengesScreen, room: number): Line[] {
  if (!rows) return [line('  ', span('Reading …', 'faint'))];
  if (rows.length === 0) return [line('  Nobody waits just now. Press N to make a challenge.')];
  const shown = scrolled(rows, selected, Math.max(1, room), ({ creatorId, config }, isSelected) => {
    const who = creatorId === state.me?.userId ? 'you' : nameOf(state, creatorId);
    const extra = config.handicap > 0 ? `, ${config.handicap} stones` : '';
    return [
      span(pad(who, NAME_COLUMNS), isSelected ? 'strong' : undefined),
      span(`  ${pad(`${config.size}x${config.size}`, 7)}${timeWords(config.time ?? { control: undefined })}${extra}`),
    ];
  });
  return [...shown, ...Array<Line>(Math.max(0, room - shown.length)).fill([])];
}

const detailsOf = ({ config, mode }: Challenge, columns: number): Line[] =>
  paragraph(
    `${rulesWords(config)}. Your colour: ${colourWords(config.colours, false)}. Counts as ${modeName(mode)}.`,
    columns,
    'accent',
  );

const LABEL_COLUMNS = 17;

/** A challenge that is being made. */
export function challengeView(screen: ChallengeScreen, { columns }: Size): Frame {
  const { speed, isPrivate } = chosenIn(screen);
  return {
    title: 'Make a challenge',
    body: [
      [],
      ...SETTINGS.map(({ id, label }, index) => settingRow(label, valueOf(screen, id), index === screen.focus)),
      [],
      ...paragraph(
        `Counts as ${speed}. ${isPrivate ? 'You are given a code for your friend.' : 'Anybody can take it from the list.'}`,
        columns,
        'faint',
      ),
      ...(screen.busy ? [line('  ', span('One moment …', 'faint'))] : []),
    ],
    keys: ['↑↓ choose', '←→ change', 'Enter make the challenge', 'Esc back'],
  };
}

/** A setting and what is chosen; that which the keys change is marked. */
export const settingRow = (label: string, value: string, isFocused: boolean): Line =>
  line(
    span(isFocused ? ' ▸ ' : '   ', 'accent'),
    span(pad(label, LABEL_COLUMNS), isFocused ? 'strong' : undefined),
    isFocused ? span(`< ${value} >`, 'marked') : `  ${value}`,
  );

/** How many stones Black begins with, in words. */
export const handicapWords = (stones: number): string => (stones === 0 ? 'none' : `${stones} stones`);

function valueOf(screen: ChallengeScreen, setting: Setting): string {
  const { size, time, ruleset, komiHalfPoints, handicap, freeHandicap, colours, isPrivate } = chosenIn(screen);
  switch (setting) {
    case 'size':
      return `${size}x${size}`;
    case 'time':
      return timeWords(time);
    case 'ruleset':
      return rulesName(ruleset);
    case 'komi':
      if (KOMIS[screen.chosen.komi] === undefined)
        return `as the rules say${handicap > 0 ? ': 0.5 with handicap' : ''}`;
      return points(komiHalfPoints ?? 0);
    case 'handicap':
      return handicapWords(handicap);
    case 'placing':
      return freeHandicap ? 'placed where Black likes' : 'on the star points';
    case 'colours':
      return colourWords(colours, true);
    case 'access':
      return isPrivate ? 'a friend with a code' : 'anybody';
  }
}
