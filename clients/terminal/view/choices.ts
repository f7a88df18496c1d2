import type { AppState, BotsScreen, MenuScreen, StartScreen, WelcomeScreen } from '../state/app-state.ts';
import { GAMES, modeName } from '../state/games.ts';
import type { OwnMatchesScreen } from '../state/list-screens.ts';
import { BOT_LEVELS, menuChoices } from '../state/menu.ts';
import { nameOf } from '../state/names.ts';
import { WELCOME_CHOICES } from '../state/welcome.ts';
import { pad } from '../text.ts';
import { bodyRows } from './frame.ts';
import type { Frame } from './frame.ts';
import { line, paragraph, span } from './line.ts';
import type { Line, Size } from './line.ts';
import { scrolled } from './scrolled.ts';

const CHOICE_KEYS = ['↑↓ choose', 'Enter take'];

/** While it is not known yet who is signed in. */
export const startView = ({ server }: AppState, { failed }: StartScreen, { columns }: Size): Frame => ({
  title: 'Playmesh',
  body: [
    [],
    ...paragraph(
      failed ? 'Start the mesh with make run, or name another with SERVER=http://host:port.' : `Asking ${server} …`,
      columns,
    ),
  ],
  keys: [...(failed ? ['Enter try again'] : []), 'Ctrl-C quit'],
});

/** What can be done without being signed in. */
export const welcomeView = ({ server }: AppState, { selected }: WelcomeScreen, { columns }: Size): Frame => ({
  title: 'Playmesh',
  aside: [span(server, 'faint')],
  body: [
    [],
    line('  ', span('Trivia duels', 'accent')),
    ...paragraph('Ten questions, two players. Points for right answers; in a tie the quicker one wins.', columns),
    line('  ', span('Go', 'accent')),
    ...paragraph('On 9, 13 or 19 lines, blitz to correspondence, by five rulesets.', columns),
    [],
    ...choices(WELCOME_CHOICES, selected),
  ],
  keys: [...CHOICE_KEYS, 'Q quit'],
});

/** What can be done once one is signed in. */
export const menuView = (state: AppState, screen: MenuScreen): Frame => ({
  title: 'Playmesh',
  aside: [span(state.me ? `${state.me.name}${state.me.guest ? ' (guest)' : ''}` : '', 'accent')],
  body: [gameRow(state), [], ...choices(menuChoices(state, screen), screen.selected)],
  keys: [...CHOICE_KEYS, '←→ game', 'Q quit'],
});

/** The games side by side, that of the menu marked. */
const gameRow = ({ game }: AppState): Line =>
  line(
    '  ',
    ...GAMES.flatMap(({ game: known, label }) => [
      known === game ? span(`[ ${label} ]`, 'strong') : span(`  ${label}  `, 'faint'),
      span(' '),
    ]),
  );

/** Matches that the player has a seat in. */
export function ownMatchesView(state: AppState, { rows, selected }: OwnMatchesScreen, size: Size): Frame {
  const keys = ['↑↓ choose', 'Enter go on', 'Esc back'];
  return {
    title: 'My matches under way',
    body: [
      [],
      ...scrolled(rows, selected, bodyRows(size, keys) - 1, ({ mode, opponentIds, stands, ownTurn }, isSelected) => [
        span(pad(modeName(mode), 22), isSelected ? 'strong' : undefined),
        span(
          stands === 'open'
            ? 'waits for somebody'
            : `against ${opponentIds.map((userId) => nameOf(state, userId)).join(', ')}`,
        ),
        span(ownTurn ? '  your move' : '', 'good'),
      ]),
    ],
    keys,
  };
}

/** Which bot to play. */
export const botsView = ({ selected, busy }: BotsScreen, { columns }: Size): Frame => ({
  title: 'Play a bot',
  body: [
    [],
    ...paragraph('Bots play as you do, and see no answers; they have read a part of the question book.', columns),
    [],
    ...choices(
      BOT_LEVELS.map((label, index) => ({ label: `Level ${index + 1}: ${label}` })),
      selected,
    ),
    [],
    ...(busy ? [line('  ', span('The bot is coming …', 'faint'))] : []),
  ],
  keys: [...CHOICE_KEYS, 'Esc back'],
});

/** Choices below each other; those up to the ninth can be taken by their number. */
function choices(items: readonly { readonly label: string }[], selected: number): Line[] {
  return items.map(({ label }, index) => {
    const number = index < 9 ? String(index + 1) : ' ';
    return index === selected
      ? line('  ', span(`▸ ${number}  ${label} `, 'marked'))
      : line('    ', span(number, 'faint'), `  ${label}`);
  });
}
