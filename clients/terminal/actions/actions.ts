import { setTimeout as sleep } from 'node:timers/promises';
import { offeredRematch } from '../../bots/rematch.ts';
import { formatId, PlaymeshClient, Visibility } from '../../sdk/src/index.ts';
import type { Match, TokenStorage, Transport, User } from '../../sdk/src/index.ts';
import type { Effect, Me, Message } from '../state/app-state.ts';
import { bad } from '../state/step.ts';
import { Bots } from './bots.ts';
import { FollowedMatch } from './followed-match.ts';
import { Lists } from './lists.ts';
import { readNames } from './profiles.ts';
import { readRanks } from './ranks.ts';
import { saveRecord } from './record-file.ts';
import { sentenceOf } from './sentences.ts';

/** How often the opponent's offer is looked for. */
const OFFER_MS = 1_000;
/** For what nothing else gives up. */
const NEVER = new AbortController().signal;

/** What actions stand on. */
export interface ActionPorts {
  readonly server: string;
  readonly storage: TokenStorage;
  /** Opens a connection to the server, for the player or for a bot. */
  connect(): Transport;
  /** What has come of an effect. */
  dispatch(message: Message): void;
  quit(): void;
}

/** Does what the screens ask for, with the SDK. */
export class Actions {
  readonly #ports: ActionPorts;
  readonly #client: PlaymeshClient;
  readonly #match: FollowedMatch;
  readonly #bots: Bots;
  readonly #lists: Lists;
  /** What is under way; the next thing gives it up. */
  #task = new AbortController();
  /** The match whose result the player is before, and may play on from. */
  #ended = '';

  constructor(ports: ActionPorts) {
    this.#ports = ports;
    this.#client = new PlaymeshClient(ports.connect(), {
      storage: ports.storage,
      onSignedOut: ({ reason }) => {
        this.#bots.stop();
        ports.dispatch({
          kind: 'signedOut',
          notice: reason === 'SESSION_ENDED' ? bad('You were signed out; sign in again.') : undefined,
        });
      },
    });
    this.#match = new FollowedMatch(this.#client, ports.server, ports.dispatch);
    this.#lists = new Lists(this.#client, ports.dispatch);
    this.#bots = new Bots(this.#client, () => ports.connect());
  }

  /** Now on the clock of the match that is followed, or on the device's own. */
  now(): number {
    return this.#match.now() ?? Date.now();
  }

  /** Leaves everything as it is: seats are kept, and the player stays signed in. */
  close(): void {
    this.#task.abort();
    this.#bots.stop();
    this.#client.close();
  }

  /** Begins to do something; what comes of it is dispatched. */
  perform(effect: Effect): void {
    switch (effect.kind) {
      case 'act':
        return this.#match.act(effect.command, effect.position);
      case 'say':
        return this.#match.say(effect.text);
      case 'react':
        return this.#match.react(effect.reaction);
      case 'leave':
        return this.#match.leave();
      case 'readNames':
        void readNames(this.#client, effect.userIds, (names) => this.#ports.dispatch({ kind: 'names', names }));
        return;
      case 'readRanks':
        void readRanks(this.#client, effect, (ranks) =>
          this.#ports.dispatch({ kind: 'ranks', matchId: effect.matchId, ranks }),
        );
        return;
      case 'readReplay':
      case 'saveRecord':
        void this.#run(effect, NEVER);
        return;
      case 'quit':
        return this.#ports.quit();
      default:
        this.#task.abort();
        this.#task = new AbortController();
        this.#comeFromResult(effect);
        void this.#run(effect, this.#task.signal);
    }
  }

  /** Who goes away from a result plays on no more, so its bot goes too. */
  #comeFromResult(effect: Effect): void {
    const isAtResult = effect.kind === 'awaitRematch' || effect.kind === 'offerRematch';
    if (this.#ended && !isAtResult) this.#bots.dismiss(this.#ended);
    this.#ended = isAtResult ? effect.matchId : '';
  }

  async #run(effect: Effect, signal: AbortSignal): Promise<void> {
    try {
      const message = await this.#outcome(effect, signal);
      if (message && (!signal.aborted || message.kind === 'seated')) this.#ports.dispatch(message);
    } catch (error) {
      if (signal.aborted) return;
      this.#ports.dispatch({ kind: 'failed', of: effect.kind, text: sentenceOf(error, this.#ports.server) });
    }
  }

  /** What comes of an effect. Those that go on until they are given up dispatch on their own. */
  async #outcome(effect: Effect, signal: AbortSignal): Promise<Message | undefined> {
    const client = this.#client;
    switch (effect.kind) {
      case 'start':
        if (!(await client.restore())) return { kind: 'nobody' };
        return signedIn(await client.getUser({ signal }));
      case 'guest':
        return signedIn(await client.guest(effect.displayName ? { displayName: effect.displayName } : {}, { signal }));
      case 'signIn':
        return signedIn(await client.logIn(effect.login, effect.password, { signal }));
      case 'register':
        return signedIn(await client.register(effect, undefined, { signal }));
      case 'upgrade':
        return signedIn(await client.upgrade(effect, { signal }));
      case 'signOut':
        await client.logOut({ signal }); // who is signed out is told by the client
        return undefined;
      case 'readOwnMatches':
        return this.#lists.readOwnMatches(signal);
      case 'findOpponent': {
        const onPlace = (place: Extract<Message, { kind: 'place' }>['place']): void =>
          this.#ports.dispatch({ kind: 'place', place });
        const { matchId } = await client.findMatch(effect.mode, { signal, onPlace });
        return { kind: 'seated', matchId: formatId(matchId), inviteCode: '', rematch: false };
      }
      case 'playBot':
        return seated({ ...(await this.#bots.play(effect, signal)), inviteCode: '' });
      case 'createMatch': {
        const visibility = effect.isPrivate ? Visibility.PRIVATE : Visibility.OPEN;
        const { config } = effect;
        return seated(await client.createMatch(effect.mode, visibility, { ...(config ? { config } : {}), signal }));
      }
      case 'join':
        return seated(await client.joinMatch(effect, { signal }));
      case 'takeChallenge':
        return seated(await client.joinMatch(effect.matchId, { signal }));
      case 'follow':
        this.#match.follow(effect.matchId);
        return undefined;
      case 'unfollow':
        this.#match.close();
        return undefined;
      case 'awaitRematch':
        return this.#awaitRematch(effect.matchId, signal);
      case 'offerRematch': {
        const rematch = await client.offerRematch(effect.matchId, { signal });
        this.#bots.goesOn(effect.matchId, formatId(rematch.matchId));
        return seated(rematch, true);
      }
      case 'readReplay': {
        const { matchId } = effect;
        return { kind: 'replay', matchId, replay: await client.goRecords.replay(matchId, 0, { signal }) };
      }
      case 'saveRecord':
        return {
          kind: 'recordSaved',
          fileName: await saveRecord(await client.goRecords.record(effect.matchId, { signal })),
        };
      case 'readChallenges':
        return this.#lists.readChallenges(signal);
      case 'readHistory':
        return this.#lists.readHistory(effect.game, effect.mode, signal);
      case 'readLeaders':
        return this.#lists.readLeaders(effect, signal);
      case 'readLive':
        return this.#lists.readLive(effect.game, signal);
      default:
        return undefined;
    }
  }

  async #awaitRematch(matchId: string, signal: AbortSignal): Promise<undefined> {
    for (;;) {
      const offered = (await offeredRematch(this.#client, matchId, signal)) !== undefined;
      this.#ports.dispatch({ kind: 'rematchOffered', matchId, offered });
      await sleep(OFFER_MS, undefined, { signal });
    }
  }
}

function signedIn({ userId, username, guest, profile }: User): Message {
  const me: Me = { userId: formatId(userId), name: profile?.displayName || username, guest };
  return { kind: 'signedIn', me };
}

const seated = ({ matchId, inviteCode }: Match, rematch = false): Message => ({
  kind: 'seated',
  matchId: formatId(matchId),
  inviteCode,
  rematch,
});
