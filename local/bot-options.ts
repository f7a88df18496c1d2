import { readEngineCommand } from '../clients/bots/go/gtp/engine-command.ts';
import type { EngineCommand } from '../clients/bots/go/gtp/engine-command.ts';
import { serverAddress } from './server.ts';
import { Failure } from './steps.mjs';

type Environment = Readonly<Record<string, string | undefined>>;

/** The five levels of every bot. */
export type BotLevel = 1 | 2 | 3 | 4 | 5;

/** What bots of all games are told. */
export interface BotOptions {
  readonly game: 'trivia' | 'go';
  readonly server: string;
  readonly level: BotLevel;
  readonly inviteCode: string;
}

/** What bots that play Go are told besides. */
export interface GoBotOptions extends BotOptions {
  readonly engine: EngineCommand | undefined;
  readonly modes: readonly string[];
  readonly isOpen: boolean;
  readonly games: number;
  /** Under which name the account is kept. */
  readonly profile: string;
}

const COMMON = ['GAME', 'LEVEL', 'INVITE'];
const OF_GO = ['ENGINE', 'MODE', 'OPEN', 'GAMES', 'PROFILE'];
const MODE = /^go_(9x9|13x13|19x19)_(blitz|rapid|live|correspondence)$/;
const MOST_GAMES = 16;

/** Reads what the environment says of a bot. @throws Failure with a sentence when something is bad */
export function readBotOptions(environment: Environment): BotOptions {
  const server = serverAddress(environment, [...COMMON, ...OF_GO]);
  const game = choice(environment, 'GAME', ['trivia', 'go'], 'trivia');
  const level = Number(choice(environment, 'LEVEL', ['1', '2', '3', '4', '5'], '3')) as BotLevel;
  const foreign = game === 'go' ? undefined : OF_GO.find((name) => environment[name]);
  if (foreign) throw new Failure(`${foreign} is for bots that play Go: GAME=go.`);
  return { game, server, level, inviteCode: environment['INVITE'] ?? '' };
}

/** Reads what the environment says of a bot that plays Go. @throws Failure with a sentence when something is bad */
export async function readGoBotOptions(environment: Environment): Promise<GoBotOptions> {
  const common = readBotOptions(environment);
  const { level, inviteCode } = common;
  const modes = [...new Set((environment['MODE'] || 'go_9x9_blitz').split(/[\s,]+/).filter((mode) => mode !== ''))];
  const unknown = modes.find((mode) => !MODE.test(mode));
  if (unknown !== undefined || modes.length === 0) {
    throw new Failure(`MODE must be modes of Go such as go_9x9_blitz,go_19x19_live, not ${JSON.stringify(unknown)}.`);
  }
  const games = Number(environment['GAMES'] || '4');
  if (!Number.isInteger(games) || games < 1 || games > MOST_GAMES) {
    const given = JSON.stringify(environment['GAMES']);
    throw new Failure(`GAMES must be a whole number from 1 to ${MOST_GAMES}, not ${given}.`);
  }
  const isOpen = choice(environment, 'OPEN', ['0', '1'], '0') === '1';
  if (inviteCode && (environment['MODE'] || isOpen))
    throw new Failure('INVITE names a match: MODE and OPEN find others.');
  const engine = environment['ENGINE'] ? await engineOf(environment['ENGINE'], level, environment) : undefined;
  if (engine && engine.name !== 'gnugo' && environment['LEVEL']) {
    throw new Failure(
      `LEVEL is for the built-in engine and GNU Go; ${engine.name} is told how strong it plays in ENGINE.`,
    );
  }
  const profile = environment['PROFILE'] || (engine ? `bot-${engine.name.replaceAll(/[^\w-]/g, '-')}` : `bot-${level}`);
  if (!/^[\w-]{1,40}$/.test(profile)) {
    throw new Failure(`PROFILE must be letters, digits, dashes and underscores, not ${JSON.stringify(profile)}.`);
  }
  return { ...common, engine, modes, isOpen, games, profile };
}

async function engineOf(text: string, level: BotLevel, environment: Environment): Promise<EngineCommand> {
  try {
    return await readEngineCommand(text, level, environment['PATH'] ?? '');
  } catch (error) {
    throw new Failure((error as Error).message);
  }
}

function choice<const Value extends string>(
  environment: Environment,
  name: string,
  values: readonly Value[],
  fallback: Value,
): Value {
  const text = environment[name] || fallback;
  const value = values.find((known) => known === text);
  if (value !== undefined) return value;
  throw new Failure(
    `${name} must be ${values.slice(0, -1).join(', ')} or ${values.at(-1)}, not ${JSON.stringify(text)}.`,
  );
}
