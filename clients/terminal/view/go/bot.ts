/** The making of a game with a bot. */
import { chosenWithBot } from '../../state/go/bot.ts';
import type { Frame } from '../frame.ts';
import { line, paragraph, span } from '../line.ts';
import type { Size } from '../line.ts';
import { handicapWords, settingRow } from './choosing.ts';
import { colourWords, timeWords } from './words.ts';
import { GO_BOT_LEVELS, GO_BOT_SETTINGS } from '../../state/go/game-choices.ts';
import type { GoBotScreen, GoBotSetting } from '../../state/go/game-choices.ts';

/** Which bot to play, and what kind of game. */
export const goBotView = (screen: GoBotScreen, { columns }: Size): Frame => ({
  title: 'Play a bot',
  body: [
    [],
    ...GO_BOT_SETTINGS.map(({ id, label }, index) => settingRow(label, valueOf(screen, id), index === screen.focus)),
    [],
    ...paragraph(
      'The bot thinks in this terminal and goes with it. Each level tries out four times as many games before a move as the one below. Nobody is rated by the game.',
      columns,
      'faint',
    ),
    [],
    ...(screen.busy ? [line('  ', span('The bot is coming …', 'faint'))] : []),
  ],
  keys: ['↑↓ choose', '←→ change', 'Enter play', 'Esc back'],
});

function valueOf(screen: GoBotScreen, setting: GoBotSetting): string {
  const { level, size, time, handicap, colours } = chosenWithBot(screen);
  switch (setting) {
    case 'level':
      return `${level} of ${GO_BOT_LEVELS}`;
    case 'size':
      return `${size}x${size}`;
    case 'time':
      return timeWords(time);
    case 'handicap':
      return handicapWords(handicap);
    case 'colours':
      return colourWords(colours, true);
  }
}
