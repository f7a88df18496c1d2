import type { AppState, BotsScreen, MenuScreen, StartScreen, WelcomeScreen } from '../state/app-state.ts';
import { BOT_LEVELS, menuChoices } from '../state/menu.ts';
import { WELCOME_CHOICES } from '../state/welcome.ts';
import type { Frame } from './frame.ts';
import { line, paragraph, span } from './line.ts';
import type { Line, Size } from './line.ts';

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
    [],
    ...choices(WELCOME_CHOICES, selected),
  ],
  keys: [...CHOICE_KEYS, 'Q quit'],
});

/** What can be done once one is signed in. */
export const menuView = (state: AppState, screen: MenuScreen): Frame => ({
  title: 'Playmesh',
  aside: [span(state.me ? `${state.me.name}${state.me.guest ? ' (guest)' : ''}` : '', 'accent')],
  body: [[], ...choices(menuChoices(state, screen), screen.selected)],
  keys: [...CHOICE_KEYS, 'Q quit'],
});

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
