import { BLACK, playStone, pointName, pointNamed } from '../../../sdk/src/games/go-board.ts';
import type { GoBoard, StoneColour } from '../../../sdk/src/games/go-board.ts';
import { GtpProcess } from './gtp-process.ts';
import type { Grace } from './gtp-process.ts';
import { timeLeftArguments, timeSettingsCommand } from './gtp-time.ts';
import { handicapPoints } from '../handicap.ts';
import { boardOfGame, PlayerError } from '../player.ts';
import type { GoAnswer, GoGame, GoMove, Player } from '../player.ts';
import { lastMs } from '../time.ts';

/** How a player drives its engine. */
export interface GtpOptions {
  /** The program and its arguments for a game; an engine that is told of rules by its arguments gets them here. */
  readonly command: (game: GoGame) => readonly string[];
  /** How many games at once; each has a process of its own. */
  readonly maxGames: number;
  /** How long an engine may take to start, and to answer; in milliseconds. Less where the game's own time is less. */
  readonly startMs: number;
  readonly answerMs: number;
  readonly grace: Grace;
}

/** What suits engines that run on the bot's own machine. */
export const GTP_DEFAULTS = {
  maxGames: 4,
  startMs: 60_000,
  answerMs: 30_000,
  grace: { quitMs: 2_000, termMs: 2_000 },
} as const;

/** A move back is cheaper than the whole game again only while there are few of them. */
const MOST_UNDOS = 2;

/** Plays with any engine that speaks the Go Text Protocol. */
export class GtpPlayer implements Player {
  readonly maxGames: number;
  readonly #options: GtpOptions;
  readonly #games = new Map<string, EngineGame>();
  #isClosed = false;

  constructor(options: GtpOptions) {
    this.#options = options;
    this.maxGames = options.maxGames;
  }

  async move(game: GoGame): Promise<GoAnswer> {
    return this.#gameOf(game.id).run(game, (engine) => engine.move(game));
  }

  async dead(game: GoGame): Promise<readonly number[]> {
    return this.#gameOf(game.id).run(game, (engine) => engine.dead(game));
  }

  async handicap(game: GoGame, stones: number): Promise<readonly number[]> {
    return this.#gameOf(game.id).run(game, (engine) => engine.handicap(game, stones));
  }

  async leave(gameId: string): Promise<void> {
    await this.#games.get(gameId)?.stop();
    this.#games.delete(gameId); // not before: until its process has ended it counts
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#games.keys()].map((gameId) => this.leave(gameId)));
  }

  #gameOf(gameId: string): EngineGame {
    if (this.#isClosed) throw new PlayerError('LEFT', 'the player is closed');
    const known = this.#games.get(gameId);
    if (known) return known;
    if (this.#games.size >= this.maxGames)
      throw new PlayerError('TOO_MANY_GAMES', `no more than ${this.maxGames} games`);
    const started = new EngineGame(this.#options);
    this.#games.set(gameId, started);
    return started;
  }
}

/** One game and its engine, which is started when it is needed, and anew when it has died. */
class EngineGame {
  readonly #options: GtpOptions;
  #engine: Engine | undefined;
  /** The question that is being answered; they come one after the other. */
  #last: Promise<unknown> = Promise.resolve();
  #isLeft = false;

  constructor(options: GtpOptions) {
    this.#options = options;
  }

  /** Asks the engine once it knows the game; when it dies of that it is started again, told all, and asked once more. */
  async run<T>(game: GoGame, question: (engine: Engine) => Promise<T>): Promise<T> {
    const answered = this.#last.then(async () => {
      try {
        return await this.#ask(game, question);
      } catch (error) {
        if (!(error instanceof PlayerError) || error.fault !== 'CRASHED' || this.#isLeft) throw error;
        return await this.#ask(game, question);
      }
    });
    this.#last = answered.catch(() => {});
    return answered;
  }

  async stop(): Promise<void> {
    this.#isLeft = true;
    await this.#engine?.process.stop();
  }

  async #ask<T>(game: GoGame, question: (engine: Engine) => Promise<T>): Promise<T> {
    if (this.#isLeft) throw new PlayerError('LEFT', 'the game was left');
    if (!this.#engine?.process.isAlive) {
      await this.#engine?.process.ended;
      this.#engine = new Engine(game, this.#options);
    }
    return question(this.#engine);
  }
}

/** A process, and what it has been told. */
class Engine {
  readonly process: GtpProcess;
  readonly #options: GtpOptions;
  #commands: ReadonlySet<string> | undefined;
  /** The moves that the engine has on its board; undefined where that is not known. */
  #moves: GoMove[] | undefined;

  constructor(game: GoGame, options: GtpOptions) {
    this.#options = options;
    this.process = new GtpProcess(options.command(game), options.grace);
  }

  async move(game: GoGame): Promise<GoAnswer> {
    const board = boardOfGame(game);
    await this.#tell(game);
    const { answerMs } = this.#options;
    const limitMs = game.time ? Math.min(answerMs, lastMs(game.time)) : answerMs;
    const known = this.#moves!;
    this.#moves = undefined;
    const isCleanUp = game.isDisputed && this.#commands!.has('kgs-genmove_cleanup');
    const command = isCleanUp ? 'kgs-genmove_cleanup' : 'genmove';
    const text = await this.process.ask(`${command} ${gtpColour(game.next)}`, limitMs);
    const answer = readMove(game.size, text);
    if (answer !== 'resign') this.#moves = [...known, { colour: game.next, point: answer }];
    if (typeof answer === 'number') assertLegal(board, answer, game);
    return answer;
  }

  async dead(game: GoGame): Promise<readonly number[]> {
    const { points } = boardOfGame(game);
    await this.#tell(game);
    const dead = readPoints(game.size, await this.#ask('final_status_list dead'));
    if (dead.every((point) => points[point] !== 0)) return dead;
    throw new PlayerError('UNREADABLE', 'the engine takes empty points for dead');
  }

  async handicap(game: GoGame, stones: number): Promise<readonly number[]> {
    await this.#tell({ ...game, handicap: [], moves: [] });
    if (!this.#commands!.has('place_free_handicap')) return handicapPoints(game.size, stones);
    this.#moves = undefined;
    const chosen = readPoints(game.size, await this.#ask(`place_free_handicap ${stones}`));
    if (new Set(chosen).size === stones) return chosen;
    throw new PlayerError('UNREADABLE', `${chosen.length} handicap stones instead of ${stones}`);
  }

  /** Brings the engine to where the game is. */
  async #tell(game: GoGame): Promise<void> {
    if (!this.#commands) {
      const listed = await this.process.ask('list_commands', this.#options.startMs);
      this.#commands = new Set(listed.split(/\s+/));
    }
    const common = this.#moves ? commonMoves(this.#moves, game.moves) : 0;
    const undos = (this.#moves?.length ?? 0) - common;
    const canUndo = undos === 0 || (undos <= MOST_UNDOS && this.#commands.has('undo'));
    const known = this.#moves;
    this.#moves = undefined; // until all has been told, nothing is known
    if (known && canUndo) for (let undo = 0; undo < undos; undo++) await this.#ask('undo');
    else await this.#setUp(game);
    for (const { colour, point } of game.moves.slice(known && canUndo ? common : 0)) {
      await this.#ask(`play ${gtpColour(colour)} ${gtpPoint(game.size, point)}`);
    }
    this.#moves = [...game.moves];
    if (game.time && this.#commands.has('time_left')) {
      await this.#ask(`time_left ${gtpColour(game.next)} ${timeLeftArguments(game.time, this.#commands)}`);
    }
  }

  async #setUp({ size, komi, scoring, handicap, time }: GoGame): Promise<void> {
    // KataGo's; other engines are told of rules by their arguments, if at all.
    if (this.#commands!.has('kata-set-rules')) {
      await this.#ask(`kata-set-rules ${scoring === 'area' ? 'chinese' : 'japanese'}`);
    }
    await this.#ask(`boardsize ${size}`);
    await this.#ask('clear_board');
    await this.#ask(`komi ${komi / 2}`);
    const settings = time && timeSettingsCommand(time.settings, this.#commands!);
    if (settings) await this.#ask(settings);
    const stones = handicap.map((point) => pointName(size, point));
    if (stones.length > 1 && this.#commands!.has('set_free_handicap')) {
      await this.#ask(`set_free_handicap ${stones.join(' ')}`);
    } else for (const stone of stones) await this.#ask(`play black ${stone}`);
  }

  #ask(command: string): Promise<string> {
    return this.process.ask(command, this.#options.answerMs);
  }
}

const gtpColour = (colour: StoneColour): string => (colour === BLACK ? 'black' : 'white');
const gtpPoint = (size: number, point: number | 'pass'): string => (point === 'pass' ? point : pointName(size, point));

/** How many moves two games have in common from their start. */
function commonMoves(one: readonly GoMove[], other: readonly GoMove[]): number {
  const same = (move: GoMove, index: number): boolean =>
    move.colour === other[index]?.colour && move.point === other[index].point;
  const first = one.findIndex((move, index) => !same(move, index));
  return first < 0 ? one.length : first;
}

function readMove(size: number, text: string): GoAnswer {
  const word = text.toLowerCase();
  if (word === 'pass' || word === 'resign') return word;
  const point = pointNamed(size, word);
  if (point === undefined) throw new PlayerError('UNREADABLE', `not a move: ${JSON.stringify(text.slice(0, 80))}`);
  return point;
}

function readPoints(size: number, text: string): number[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return words.map((word) => {
    const point = pointNamed(size, word);
    if (point === undefined) throw new PlayerError('UNREADABLE', `not a point: ${JSON.stringify(word.slice(0, 80))}`);
    return point;
  });
}

function assertLegal(board: GoBoard, point: number, { size, next, forbidden }: GoGame): void {
  const played = playStone(board, point, next);
  const refusal =
    'refusal' in played ? played.refusal : forbidden.includes(point) ? 'it repeats a position' : undefined;
  if (refusal) throw new PlayerError('ILLEGAL_MOVE', `${gtpColour(next)} ${pointName(size, point)}: ${refusal}`);
}
