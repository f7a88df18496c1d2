import { setTimeout as sleep } from 'node:timers/promises';
import { MatchState } from '../../sdk/src/index.ts';
import type { Match, PlaymeshClient } from '../../sdk/src/index.ts';
import type { Effect, Message } from '../state/app-state.ts';
import { gameOf, goRatedAs, modesOf } from '../state/games.ts';
import type { Game } from '../state/games.ts';
import { challengeOf, firstOf, historyRow, historySums, leaderRow, liveMatch, ownMatch } from './rows.ts';

/** How often lists that change are read again. */
const LIST_MS = 3_000;
/** The same for the player's own matches, each of which is read by itself. */
const OWN_MS = 5_000;
/** How much of a list is read. */
const HISTORY_ROWS = 100;
const LIVE_ROWS = 60;
const CHALLENGE_ROWS = 60;
const LEADER_ROWS = 100;
/** How many of the player's matches are read that are played, and that wait. */
const OWN_ROWS = 10;
/** How many matches of other games may lie between those that are wanted. */
const MOST_SEEN = 200;

type LeadersKind = Extract<Effect, { kind: 'readLeaders' }>;

/** Reads what the screens list; those that change are read again and again, until they are given up. */
export class Lists {
  readonly #client: PlaymeshClient;
  readonly #dispatch: (message: Message) => void;

  constructor(client: PlaymeshClient, dispatch: (message: Message) => void) {
    this.#client = client;
    this.#dispatch = dispatch;
  }

  /** The player's matches that are not over, those that are played first. */
  readOwnMatches(signal: AbortSignal): Promise<undefined> {
    const listed = (state: MatchState): Promise<Match[]> =>
      firstOf(this.#client.listMatches({ own: true, state, signal }), OWN_ROWS);
    const read = async (): Promise<Message> => {
      const own = (await Promise.all([MatchState.RUNNING, MatchState.WAITING].map(listed))).flat();
      // Only there are its invite code and whose turn it is.
      const snapshots = await Promise.all(own.map((match) => this.#client.getMatch(match, { signal })));
      return { kind: 'ownMatches', rows: snapshots.flatMap((snapshot) => ownMatch(snapshot) ?? []) };
    };
    return this.#again(signal, read, OWN_MS);
  }

  readChallenges(signal: AbortSignal): Promise<undefined> {
    return this.#again(signal, async () => {
      const waiting = this.#client.listMatches({ state: MatchState.WAITING, signal });
      const found = await firstOf(waiting, CHALLENGE_ROWS, (match) => challengeOf(match) !== undefined, MOST_SEEN);
      return { kind: 'challenges', rows: found.flatMap((match) => challengeOf(match) ?? []) };
    });
  }

  /** Statistics run a second or two behind, so the last match may only come while the list is looked at. */
  readHistory(game: Game, mode: string, signal: AbortSignal): Promise<undefined> {
    const { stats } = this.#client;
    const modes = modesOf(game);
    const [only] = modes;
    const asked = mode || (modes.length === 1 ? only! : '');
    return this.#again(signal, async () => {
      const [matches, sums] = await Promise.all([
        firstOf(
          stats.playerMatches(undefined, { mode: asked, signal }),
          HISTORY_ROWS,
          (match) => gameOf(match.mode) === game,
          MOST_SEEN,
        ),
        stats.player(undefined, { signal }),
      ]);
      const ofGame = sums.filter((sum) => gameOf(sum.mode) === game && (!mode || sum.mode === mode));
      return { kind: 'history', mode, rows: matches.map(historyRow), sums: ofGame.map(historySums) };
    });
  }

  async readLeaders({ mode, order, part }: LeadersKind, signal: AbortSignal): Promise<Message> {
    const { stats, userId } = this.#client;
    const settings = { ...(part === 'around' ? { around: userId! } : {}), atMost: LEADER_ROWS, signal };
    const leaders =
      order === 'wins' ? stats.leaders(mode, settings) : stats.strongest(goRatedAs(mode) ?? mode, settings);
    return { kind: 'leaders', mode, order, part, rows: (await leaders).map(leaderRow) };
  }

  readLive(game: Game, signal: AbortSignal): Promise<undefined> {
    const modes = modesOf(game);
    const mode = modes.length === 1 ? modes[0]! : '';
    return this.#again(signal, async () => {
      const running = this.#client.listMatches({ state: MatchState.RUNNING, mode, signal });
      const found = await firstOf(running, LIVE_ROWS, (match) => gameOf(match.mode) === game, MOST_SEEN);
      return { kind: 'live', rows: found.map(liveMatch) };
    });
  }

  async #again(signal: AbortSignal, read: () => Promise<Message>, everyMs = LIST_MS): Promise<undefined> {
    for (;;) {
      const message = await read();
      signal.throwIfAborted();
      this.#dispatch(message);
      await sleep(everyMs, undefined, { signal });
    }
  }
}
