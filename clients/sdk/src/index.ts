export type { ConnectionState } from './attachment.ts';
export type { CallSettings } from './calls.ts';
export { PlaymeshClient } from './client.ts';
export type { ClientOptions, Credentials, MatchRef, PlayOptions, ProfileChange } from './client.ts';
export type { Accepted, SendOptions } from './commands.ts';
export { Code, PlaymeshError, RefusedError } from './errors.ts';
export type { FieldViolation } from './errors.ts';
export type { FoundMatch, QueuePlace } from './find-match.ts';
export {
  chainAt as goChainAt,
  emptyBoard as emptyGoBoard,
  liberties as goLiberties,
  neighbours as goNeighbours,
  passMove as passGoMove,
  playStone as playGoStone,
  pointName as goPointName,
  pointNamed as goPointNamed,
} from './games/go-board.ts';
export type { GoBoard, StoneColour, StonePlayed, StoneRefused } from './games/go-board.ts';
export { applyGo, goCommands, goPoints } from './games/go.ts';
export { goClocks, goTimeLeft } from './games/go-clock.ts';
export { afterReplayMove } from './go-record-calls.ts';
export type { GoPosition, GoRecord, GoReplay, GoReplayMove, GoSource } from './go-record-calls.ts';
export type { GoReview } from './go-review-calls.ts';
export { applyRelay, passRelay } from './games/relay.ts';
export { applyTicTacToe, markTicTacToe } from './games/tictactoe.ts';
export { answerTrivia, applyTrivia } from './games/trivia.ts';
export { formatId, parseId } from './ids.ts';
export type { Id } from './ids.ts';
export * from './messages.ts';
export type { Ended, MatchSession, MatchUpdate, Route } from './session.ts';
export type { LeaderSettings } from './stats-calls.ts';
export type { SignedOut, StoredTokens, TokenStorage } from './tokens.ts';
export type { Transport } from './transport.ts';
