import type {
  GetRecordResponse as GoRecord,
  GoRecordServiceClient,
} from '../../../gen/playmesh/match/v1/go_record_service.ts';
import type { CallSettings } from './calls.ts';
import { Code, PlaymeshError } from './errors.ts';
import { parseId } from './ids.ts';
import type { Id } from './ids.ts';
import type { GoView } from './messages.ts';
import type { SignedCalls } from './signed-calls.ts';

export type { GoRecord };

/** Games of Go as records. Both reject with NOT_GO where the match is one of another game. */
export class GoRecordCalls {
  readonly #records: GoRecordServiceClient;
  readonly #calls: SignedCalls;

  constructor(records: GoRecordServiceClient, calls: SignedCalls) {
    this.#records = records;
    this.#calls = calls;
  }

  /** A game as it stands, as SGF, with a name for its file. */
  async record(matchId: Id, { signal }: CallSettings = {}): Promise<GoRecord> {
    const request = { matchId: parseId(matchId) };
    return this.#calls.signed((options) => this.#records.getRecord(request, options), signal);
  }

  /**
   * A game as it was after so many moves; moves that were taken back are left out. INVALID_ARGUMENT where there are not
   * so many.
   */
  async position(matchId: Id, moves: number, { signal }: CallSettings = {}): Promise<GoView> {
    const request = { matchId: parseId(matchId), moves };
    const { view } = await this.#calls.signed((options) => this.#records.getPosition(request, options), signal);
    if (!view) throw new PlaymeshError(Code.INTERNAL, 'The service left out a part of its answer.');
    return view;
  }
}
