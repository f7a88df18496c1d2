import { setTimeout as sleep } from 'node:timers/promises';
import { PlaymeshError } from '../../sdk/src/index.ts';
import type { TokenStorage } from '../../sdk/src/index.ts';
import { createNativeTransport } from '../../sdk/src/native.ts';
import { BLACK } from '../../sdk/src/games/go-board.ts';
import { Adviser } from './adviser.ts';
import { builtInName, GoBot } from './bot.ts';
import type { EngineCommand } from './gtp/engine-command.ts';
import { EngineDesk } from './engine-desk.ts';
import type { Level } from './engine/engine.ts';
import { ENGINE_DEFAULTS, EnginePlayer } from './engine/engine-player.ts';
import { GTP_DEFAULTS, GtpPlayer } from './gtp/gtp.ts';
import { Lobby } from './lobby.ts';
import type { Wanted } from './lobby.ts';
import type { GoGame, Player } from './player.ts';

/** How long a bot waits before it tries again to sign in. */
const AGAIN_MS = 5_000;
/** An engine that thinks for longer than this about a move is taken to hang, in milliseconds. */
const LONGEST_THOUGHT_MS = 60_000;

/** What the command is told. */
export interface GoBotCommand extends Wanted {
  readonly server: string;
  /** Of the built-in engine, which plays where no other one is named. */
  readonly level: Level;
  readonly engine: EngineCommand | undefined;
  /** Of a friend's match; empty for those that the bot finds. */
  readonly inviteCode: string;
  /** Where its account is kept, so that it is the same player when it is started again. */
  readonly storage: TokenStorage;
}

/**
 * A bot that finds games and plays them, on and on; with an invite code it plays that match and its rematches. Games that
 * it has begun before it takes up first.
 * @param say is told what happens, a sentence at a time
 * @throws PlayerError when the engine does not work; PlaymeshError when the friend's match cannot be joined
 */
export async function runGoBot(
  command: GoBotCommand,
  say: (sentence: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const { level, engine } = command;
  const builtIn = (maxGames: number): Player =>
    new EnginePlayer({ ...ENGINE_DEFAULTS, level, seed: crypto.randomUUID(), maxGames });
  const player = engine ? gtpPlayer(engine, command.games) : builtIn(command.games);
  const standIn = builtIn(Infinity);
  const name = engine ? `${engine.name} (bot)` : builtInName(level);
  const signedOut = Promise.withResolvers<never>();
  const transport = createNativeTransport(command.server, { userAgent: 'playmesh-bot' });
  const adviser = new Adviser(new EngineDesk(player), standIn, say);
  const bot = new GoBot(transport, { name, adviser, storage: command.storage, say }, () => {
    signedOut.reject(new Error('The account is not the bot’s any more.'));
  });
  signal.addEventListener('abort', () => bot.stop(), { once: true });
  try {
    await tryOut(player);
    await Promise.race([playAll(bot, command, say, signal), signedOut.promise]);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    bot.stop();
    await Promise.all([player.close(), standIn.close()]);
  }
}

async function playAll(
  bot: GoBot,
  command: GoBotCommand,
  say: (sentence: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const { inviteCode } = command;
  const lobby = new Lobby(bot, command, say, signal);
  const begun = await insist(say, signal, async () => {
    await bot.signIn();
    return lobby.resume(inviteCode ? Infinity : undefined);
  });
  if (!inviteCode) return lobby.seek();
  try {
    void lobby.play(await bot.join({ inviteCode }), { patienceMs: Infinity, isCasual: true });
  } catch (error) {
    if (begun === 0) throw error; // else it is being played already
  }
  await lobby.done();
}

/** Does something as soon as the service can be reached. */
async function insist<T>(say: (sentence: string) => void, signal: AbortSignal, action: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof PlaymeshError) || signal.aborted) throw error;
      say(`${error.message} Trying again.`);
      await sleep(AGAIN_MS, undefined, { signal });
    }
  }
}

function gtpPlayer({ command }: EngineCommand, maxGames: number): Player {
  return new GtpPlayer({ ...GTP_DEFAULTS, command, maxGames, answerMs: LONGEST_THOUGHT_MS });
}

/** Asks an engine a first question, so that one that does not work is told before anybody plays with it. */
async function tryOut(player: Player): Promise<void> {
  const game: GoGame = {
    id: 'first question',
    size: 9,
    komi: 13,
    scoring: 'territory',
    handicap: [],
    moves: [],
    next: BLACK,
    forbidden: [],
    isDisputed: false,
  };
  await player.handicap(game, 2);
  await player.leave(game.id);
}
