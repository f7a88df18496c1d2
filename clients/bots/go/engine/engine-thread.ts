/** The thread in which the built-in engine thinks: it answers one question after the other. */
import { parentPort } from 'node:worker_threads';
import { chooseMove, deadStones } from './engine.ts';
import type { EngineSettings, GoPosition } from './engine.ts';
import type { GoAnswer } from '../player.ts';

/** What the thread is asked. */
export type Question =
  | { readonly kind: 'move'; readonly position: GoPosition; readonly settings: EngineSettings }
  | { readonly kind: 'dead'; readonly position: GoPosition; readonly settings: EngineSettings };

/** What it answers, by the kind of question. */
export interface Answers {
  readonly move: GoAnswer;
  readonly dead: readonly number[];
}

parentPort?.on('message', ({ kind, position, settings }: Question) => {
  parentPort!.postMessage(kind === 'move' ? chooseMove(position, settings) : deadStones(position.board, settings.seed));
});
