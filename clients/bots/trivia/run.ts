import { setTimeout as sleep } from 'node:timers/promises';
import { formatId, PlaymeshError } from '../../sdk/src/index.ts';
import type { MatchRef } from '../../sdk/src/index.ts';
import { createNativeTransport } from '../../sdk/src/native.ts';
import { newSeed, TriviaBot } from './bot.ts';
import { readBook } from './book.ts';
import type { Level } from './skill.ts';

/** How long a bot waits for its opponent's offer of a rematch before it goes back to the queue. */
const REMATCH_MS = 15_000;
/** How long it waits before it tries again what could not be done. */
const AGAIN_MS = 5_000;

/** What the command is told. */
export interface BotCommand {
  readonly server: string;
  readonly level: Level;
  /** Of a friend's match; empty for the queue. */
  readonly inviteCode: string;
}

/**
 * A bot that waits in the queue and plays, on and on; with an invite code it plays that match and its rematches.
 * @param say is told what happens, a sentence at a time
 * @throws PlaymeshError when the friend's match cannot be joined
 */
export async function runBot(
  { server, level, inviteCode }: BotCommand,
  say: (sentence: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const transport = createNativeTransport(server, { userAgent: 'playmesh-bot' });
  const bot = new TriviaBot(transport, { level, book: await readBook(), seed: newSeed() });
  signal.addEventListener('abort', () => bot.stop(), { once: true });
  try {
    if (inviteCode) return await play(bot, await bot.join(inviteCode), Infinity, say);
    say(`${bot.name} waits in the queue`);
    while (!signal.aborted) {
      try {
        await play(bot, await bot.find(), REMATCH_MS, say);
      } catch (error) {
        if (!(error instanceof PlaymeshError) || signal.aborted) throw error;
        say(`${error.message} Trying again.`);
        await sleep(AGAIN_MS, undefined, { signal });
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    bot.stop();
  }
}

async function play(bot: TriviaBot, match: MatchRef, patienceMs: number, say: (sentence: string) => void) {
  const matchId = typeof match === 'object' && 'matchId' in match ? match.matchId : match;
  say(`${bot.name} plays ${typeof matchId === 'string' ? matchId : formatId(matchId)}`);
  await bot.playOn(match, patienceMs);
}
