import { setTimeout as sleep } from 'node:timers/promises';
import {
  formatId,
  goCommands,
  GoColour,
  GoPhase,
  PlaymeshError,
  RefusedError,
  Visibility,
} from '../../../sdk/src/index.ts';
import type { GameCommand, GoConfig, GoView, MatchEvent, MatchSession, PlayState } from '../../../sdk/src/index.ts';
import { BLACK, WHITE } from '../../../sdk/src/games/go-board.ts';
import type { StoneColour } from '../../../sdk/src/games/go-board.ts';
import type { Adviser } from '../adviser.ts';
import { Agreement } from './agreement.ts';
import { LiveRecord } from './game-record.ts';
import type { GameRecord } from './game-record.ts';
import { PlayerError } from '../player.ts';
import type { GoAnswer, GoGame } from '../player.ts';
import { gameOf } from './position.ts';
import { isGranted } from './requests.ts';

/** How long a bot waits before it tries again what it could not do; twice as long each time. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** How long it waits to see what its command was refused for. */
const OVERTAKEN_MS = 2_000;
/** Refusals because the rules forbid a stone on that point now. */
const ILLEGAL: ReadonlySet<string> = new Set(['SUPERKO', 'KO', 'SUICIDE', 'OCCUPIED']);

/** What a game is played with. */
export interface GamePorts {
  readonly adviser: Adviser;
  /** Everything that has happened in the match, from its start. */
  events(): AsyncIterable<MatchEvent>;
  /** Whether it is known already that nobody is rated by the game. */
  readonly isCasual: boolean;
  isBot(userId: Uint8Array): Promise<boolean>;
  /** What the opponent is told before the bot's first move. */
  readonly greeting: string;
  /** Told what happens, a sentence at a time. */
  say(sentence: string): void;
}

/**
 * Plays a game of Go until it is over, seeing no more of it than any player does. Resolves when the session has ended, for
 * whatever reason. A bot may come into its game at any time: what it has to know of it is read from the match.
 */
export async function playGo(session: MatchSession, ports: GamePorts): Promise<void> {
  const seat = new GoSeat(session, ports);
  const unsubscribe = session.subscribe((update) => {
    if (update.kind === 'event') seat.record.hear(update.event);
    if (update.kind === 'snapshot') seat.record.forget();
    seat.look();
  });
  seat.look();
  await session.ended;
  unsubscribe();
  seat.end();
  await ports.adviser.leave(seat.id);
}

/** What a player sees of its game now. */
interface Seen {
  readonly state: PlayState;
  readonly config: GoConfig;
  readonly view: GoView;
  readonly seat: number;
  readonly colour: StoneColour;
}

class GoSeat {
  readonly id: string;
  readonly record: LiveRecord;
  readonly #session: MatchSession;
  readonly #ports: GamePorts;
  readonly #ending = new AbortController();
  #isWorking = false;
  #isAnswering = false;
  #hasGreeted = false;
  #pauseMs = FIRST_PAUSE_MS;
  /** The step at which there is nothing more to do. */
  #doneStep: number | undefined;
  readonly #agreement = new Agreement();
  #changed = Promise.withResolvers<void>();

  constructor(session: MatchSession, ports: GamePorts) {
    this.id = formatId(session.matchId);
    this.record = new LiveRecord(() => ports.events());
    this.#session = session;
    this.#ports = ports;
  }

  /** Begins what is to be done now, if anything is. */
  look(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
    const seen = this.#seen;
    if (!seen || this.#ending.signal.aborted) return;
    const { asked } = seen.view;
    if (asked && asked.seat !== seen.seat && !this.#isAnswering) void this.#answerRequest(seen);
    if (!this.#isWorking && this.#isDue(seen)) void this.#work(seen);
  }

  end(): void {
    this.#ending.abort();
    this.#changed.resolve();
  }

  get #seen(): Seen | undefined {
    const { state } = this.#session;
    const seat = state?.ownSeat;
    const config = state?.match.config?.config;
    if (state?.view?.$case !== 'go' || config?.$case !== 'go' || seat === undefined) return undefined;
    const view = state.view.value;
    return { state, config: config.value, view, seat, colour: view.blackSeat === seat ? BLACK : WHITE };
  }

  #isStill(step: number): boolean {
    return !this.#ending.signal.aborted && this.#seen?.view.step === step;
  }

  #isDue({ view, seat, colour }: Seen): boolean {
    if (view.step === this.#doneStep) return false;
    if (view.phase === GoPhase.SCORING) return !view.acceptedSeats.includes(seat);
    return view.phase === GoPhase.PLAY && view.toMove === (colour === BLACK ? GoColour.BLACK : GoColour.WHITE);
  }

  /** One thing at a time. What was thought about one step is not done at another: the service refuses it. */
  async #work(seen: Seen): Promise<void> {
    this.#isWorking = true;
    const { step } = seen.view;
    try {
      const record = await this.record.read();
      this.#greet(seen, record);
      if (seen.view.phase === GoPhase.PLAY) await this.#move(step);
      else await this.#score(step);
      this.#pauseMs = FIRST_PAUSE_MS;
    } catch (error) {
      await this.#bear(error, step);
    }
    this.#isWorking = false;
    this.look();
  }

  /** What could not be done is tried again after a while, unless the game has gone on. */
  async #bear(error: unknown, step: number): Promise<void> {
    if (this.#ending.signal.aborted) return;
    if (error instanceof RefusedError) return this.#untilChanged(step, OVERTAKEN_MS);
    if (!(error instanceof PlayerError) && !(error instanceof PlaymeshError)) throw error;
    this.#ports.say(error.message);
    const pauseMs = this.#pauseMs;
    this.#pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    await sleep(pauseMs, undefined, { signal: this.#ending.signal }).catch(() => {});
  }

  /** Waits until the game is at another step, but not for longer than this. */
  async #untilChanged(step: number, milliseconds: number): Promise<void> {
    const untilMs = performance.now() + milliseconds;
    const late = new AbortController();
    const over = sleep(milliseconds, undefined, { signal: late.signal }).catch(() => {});
    while (this.#isStill(step) && performance.now() < untilMs) await Promise.race([this.#changed.promise, over]);
    late.abort();
  }

  /** Says hello once a game, before the first move. */
  #greet({ seat, colour }: Seen, { spoken, moves }: GameRecord): void {
    if (this.#hasGreeted) return;
    this.#hasGreeted = true;
    if (spoken.has(seat) || moves.some((move) => move.colour === colour)) return;
    this.#session.say(this.#ports.greeting).catch(() => {}); // a game is played as well without
  }

  async #answerRequest({ state, config, view, seat }: Seen): Promise<void> {
    this.#isAnswering = true;
    try {
      const { request } = view.asked!;
      const record = await this.record.read();
      const opponent = state.match.players.find((player) => player.seat !== seat);
      const isOpponentBot = opponent !== undefined && (await this.#ports.isBot(opponent.userId));
      const isCasual = this.#ports.isCasual || record.isJoinedLater || state.match.visibility === Visibility.PRIVATE;
      const granted = isGranted(request, { isCasual, isOpponentBot, size: config.size, moves: view.moves });
      await this.#session.send(goCommands.answer(request, granted), view.step);
    } catch (error) {
      // What is asked lapses with the next move.
      if (!(error instanceof PlaymeshError) && !(error instanceof RefusedError)) throw error;
    } finally {
      this.#isAnswering = false;
    }
  }

  /** The game as it stands now. */
  async #game(forbidden: readonly number[] = []): Promise<GoGame> {
    const record = await this.record.read();
    const { config, view, colour } = this.#seen!;
    return gameOf({
      id: this.id,
      config,
      view,
      record,
      colour,
      now: this.#session.serverNow(),
      forbidden: [...forbidden],
    });
  }

  async #move(step: number): Promise<void> {
    const forbidden: number[] = [];
    while (this.#isStill(step)) {
      const answer = await this.#choose(forbidden);
      if (!this.#isStill(step)) return;
      if (answer === 'resign') {
        this.#ports.say('resigns');
        return this.#session.leave();
      }
      try {
        await this.#do(answer === 'pass' ? goCommands.pass() : goCommands.place(answer), step);
        return;
      } catch (error) {
        if (!(error instanceof RefusedError) || answer === 'pass') throw error;
        if (error.reason === 'TOO_LONG') return this.#do(goCommands.pass(), step); // only passes are left
        if (!ILLEGAL.has(error.reason)) throw error;
        forbidden.push(answer);
      }
    }
  }

  async #choose(forbidden: readonly number[]): Promise<GoAnswer> {
    const game = await this.#game(forbidden);
    const { view, config } = this.#seen!;
    const { adviser } = this.#ports;
    return view.handicapLeft > 0 ? adviser.handicap(game, config.handicap) : adviser.move(game);
  }

  /** Sends a command; whether it is stored or not, there is nothing more to do at its step. */
  async #do(command: GameCommand, step: number): Promise<void> {
    await this.#session.send(command, step);
    this.#doneStep = step;
  }

  async #score(step: number): Promise<void> {
    const dead = await this.#agreement.dead(await this.record.read(), async () =>
      this.#ports.adviser.dead(await this.#game()),
    );
    if (!(await this.record.read()).isProposed) await this.#untilChanged(step, this.#agreement.patienceMs);
    if (!this.#isStill(step)) return;
    const { config, view, seat, colour } = this.#seen!;
    const verdict = this.#agreement.verdict({ config, view, seat, colour, record: await this.record.read(), dead });
    switch (verdict.kind) {
      case 'accept':
        return this.#do(goCommands.accept(), step);
      case 'resume':
        return this.#do(goCommands.resume(), step);
      case 'mark':
        return this.#do(goCommands.mark(verdict.point, verdict.isDead), step);
      case 'wait':
        this.#doneStep = step;
    }
  }
}
