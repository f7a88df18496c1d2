import type {
  GetPositionResponse,
  GetRecordResponse as GoRecord,
  GetReplayResponse,
  GoRecordServiceClient,
  GoReplayMove,
} from '../../../gen/playmesh/match/v1/go_record_service.ts';
import type { CallSettings } from './calls.ts';
import { required } from './errors.ts';
import { applyGo } from './games/go.ts';
import { parseId } from './ids.ts';
import type { Id } from './ids.ts';
import type { GoConfig, GoView } from './messages.ts';
import type { SignedCalls } from './signed-calls.ts';

export type { GoRecord, GoReplayMove };

/** A game of Go: a match by its id, or a review. */
export type GoSource = Id | { readonly reviewId: Id };

/** A game as it was after some of its moves. */
export interface GoPosition {
  readonly view: GoView;
  /** What a review's record says of it; empty otherwise. */
  readonly comment: string;
  /** Settings of a match that begins here, for `createMatch`, as they are or changed. */
  readonly config: GoConfig;
}

/** A game from a position on; `afterReplayMove` makes the views between `start` and `end`. */
export interface GoReplay {
  readonly start: GoView;
  readonly startComment: string;
  readonly moves: readonly GoReplayMove[];
  readonly end: GoView;
}

/** The view after a move of a replay. Pure. */
export const afterReplayMove = (view: GoView, { colour, moved }: GoReplayMove): GoView =>
  // Records may have a side move twice.
  moved ? applyGo({ ...view, toMove: colour }, { event: { $case: 'moved', value: moved } }) : view;

/** Games of Go as records. All reject with NOT_GO where the match is one of another game. */
export class GoRecordCalls {
  readonly #records: GoRecordServiceClient;
  readonly #calls: SignedCalls;

  constructor(records: GoRecordServiceClient, calls: SignedCalls) {
    this.#records = records;
    this.#calls = calls;
  }

  /** A game as it stands, as SGF, with a name for its file. */
  async record(source: GoSource, { signal }: CallSettings = {}): Promise<GoRecord> {
    return this.#calls.signed((options) => this.#records.getRecord(sourceOf(source), options), signal);
  }

  /**
   * A game as it was after so many moves; moves that were taken back are left out. INVALID_ARGUMENT where there are not
   * so many.
   */
  async position(source: GoSource, moves: number, { signal }: CallSettings = {}): Promise<GoPosition> {
    const request = { ...sourceOf(source), moves };
    const { view, comment, config }: GetPositionResponse = await this.#calls.signed(
      (options) => this.#records.getPosition(request, options),
      signal,
    );
    return { view: required(view), comment, config: required(config) };
  }

  /** A game from a position on, to be stepped through without another call. INVALID_ARGUMENT as for `position`. */
  async replay(source: GoSource, fromMove = 0, { signal }: CallSettings = {}): Promise<GoReplay> {
    const request = { ...sourceOf(source), fromMove };
    const { start, startComment, moves, end }: GetReplayResponse = await this.#calls.signed(
      (options) => this.#records.getReplay(request, options),
      signal,
    );
    return { start: required(start), startComment, moves, end: required(end) };
  }
}

const sourceOf = (source: GoSource): { readonly matchId: Uint8Array } | { readonly reviewId: Uint8Array } =>
  typeof source === 'object' && 'reviewId' in source
    ? { reviewId: parseId(source.reviewId) }
    : { matchId: parseId(source) };
