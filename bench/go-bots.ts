/**
 * `make bench-go-bots`: how strong the built-in Go engine is. Its levels play each other and GNU Go on
 * 9x9, with 6.5 komi and area scoring, colours in turn; GNU Go counts. A pair is such as 3:2 or 3:gnugo1. Every game has
 * seeds of its own and no limit of time, so the same games are played whatever else the machine does.
 */
import { LEVELS } from '../clients/bots/go/engine/engine.ts';
import { ENGINE_DEFAULTS, EnginePlayer } from '../clients/bots/go/engine/engine-player.ts';
import { findGnugo } from '../clients/bots/go/gtp/engine-command.ts';
import { GTP_DEFAULTS, GtpPlayer } from '../clients/bots/go/gtp/gtp.ts';
import { GtpProcess } from '../clients/bots/go/gtp/gtp-process.ts';
import type { GoGame, GoMove, Player } from '../clients/bots/go/player.ts';
import { shareOf } from '../clients/bots/random.ts';
import { BLACK, opponentOf, pointName, WHITE } from '../clients/sdk/src/games/go-board.ts';
import type { StoneColour } from '../clients/sdk/src/games/go-board.ts';

const SIZE = 9;
const RULES = { size: SIZE, komi: 13, scoring: 'area', handicap: [], forbidden: [], isDisputed: false } as const;
/** A game that has not ended by then counts for nobody. */
const LONGEST = 300;
const NO_HURRY = 3_600_000;

const file = await findGnugo();
if (!file) throw new Error('GNU Go is not installed, and it is what counts.');
const [given = '24', ...pairs] = process.argv.slice(2);
const games = Number(given);
const all = [...LEVELS.slice(1).map((level) => `${level}:${level - 1}`), ...LEVELS.map((level) => `${level}:gnugo1`)];

console.log(
  '| pair | games | won by the first | 95 % between | thinks, ms a move | moves a game | no agreement on dead stones |',
);
console.log('| --- | ---: | ---: | --- | ---: | ---: | ---: |');
for (const pair of pairs.length > 0 ? pairs : all) await playPair(pair);

async function playPair(pair: string): Promise<void> {
  const names = pair.split(':');
  let won = 0;
  let moves = 0;
  let disputes = 0;
  const clock = { ms: 0, moves: 0 };
  for (let number = 0; number < games; number++) {
    const [first, second] = names.map((name, index) => playerOf(name, `${pair} ${number} ${index}`));
    const colour: StoneColour = number % 2 === 0 ? BLACK : WHITE;
    const seats = colour === BLACK ? [first!, second!] : [second!, first!];
    const played = await playGame(seats as [Player, Player], colour, clock);
    if (played.winner === colour) won += 1;
    if (played.isDisputed) disputes += 1;
    moves += played.moves;
    await Promise.all([first!.close(), second!.close()]);
  }
  const [low, high] = wilson(won, games);
  const cells = [
    pair.replace(':', ' against '),
    games,
    `${won} (${percent(won / games)})`,
    `${percent(low)} and ${percent(high)}`,
    Math.round(clock.ms / clock.moves),
    Math.round(moves / games),
    disputes,
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

function playerOf(name: string, seed: string): Player {
  const level = LEVELS.find((known) => String(known) === name);
  if (level) return new EnginePlayer({ ...ENGINE_DEFAULTS, level, seed, longestMs: NO_HURRY });
  const gnugo = ['--level', name.replace('gnugo', ''), '--seed', String(Math.ceil(shareOf(seed) * 1_000_000))];
  const command = (): string[] => [file!, '--mode', 'gtp', '--chinese-rules', ...gnugo];
  return new GtpPlayer({ ...GTP_DEFAULTS, command, answerMs: NO_HURRY });
}

/** Plays a game to its end, and adds what the player of `timed` thinks to the clock. */
async function playGame(
  players: readonly [Player, Player],
  timed: StoneColour,
  clock: { ms: number; moves: number },
): Promise<{ winner: StoneColour | undefined; moves: number; isDisputed: boolean }> {
  const moves: GoMove[] = [];
  let next: StoneColour = BLACK;
  while (moves.length < LONGEST) {
    const startMs = performance.now();
    const answer = await players[next - 1]!.move({ ...RULES, id: 'game', moves, next });
    if (next === timed) {
      clock.ms += performance.now() - startMs;
      clock.moves += 1;
    }
    if (answer === 'resign') return { winner: opponentOf(next), moves: moves.length, isDisputed: false };
    moves.push({ colour: next, point: answer });
    next = opponentOf(next);
    if (moves.slice(-2).filter(({ point }) => point === 'pass').length === 2) break;
  }
  const game: GoGame = { ...RULES, id: 'game', moves, next };
  const dead = await Promise.all(players.map(async (player) => [...(await player.dead(game))].sort().join(' ')));
  return { winner: await winnerOf(game), moves: moves.length, isDisputed: dead[0] !== dead[1] };
}

/** Who has won a finished game, as GNU Go counts it. */
async function winnerOf({ moves }: GoGame): Promise<StoneColour | undefined> {
  const referee = new GtpProcess([file!, '--mode', 'gtp', '--chinese-rules'], GTP_DEFAULTS.grace);
  try {
    const ask = (command: string): Promise<string> => referee.ask(command, NO_HURRY);
    await ask(`boardsize ${SIZE}`);
    await ask(`komi ${RULES.komi / 2}`);
    for (const { colour, point } of moves) {
      await ask(`play ${colour === BLACK ? 'black' : 'white'} ${point === 'pass' ? point : pointName(SIZE, point)}`);
    }
    const score = await ask('final_score');
    return score.startsWith('B') ? BLACK : score.startsWith('W') ? WHITE : undefined;
  } finally {
    await referee.stop();
  }
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** The interval of Wilson (1927) that holds the true share with 95 %. */
function wilson(successes: number, trials: number): [number, number] {
  const z = 1.96;
  const share = successes / trials;
  const middle = (share + (z * z) / (2 * trials)) / (1 + (z * z) / trials);
  const half =
    (z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))) / (1 + (z * z) / trials);
  return [middle - half, middle + half];
}
