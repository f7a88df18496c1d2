/** The contract's messages that an app meets; each field is explained in the protos, and in the types themselves. */
import type { GameConfig } from '../../../gen/playmesh/match/v1/match.ts';
import type { Command, Snapshot } from '../../../gen/playmesh/match/v1/play.ts';

export { EndReason, MatchState, Visibility } from '../../../gen/playmesh/match/v1/match.ts';
export type { GameConfig, Match, Outcome, Player } from '../../../gen/playmesh/match/v1/match.ts';
export { EndCode, Reaction } from '../../../gen/playmesh/match/v1/play.ts';
export type { MatchEvent, Snapshot } from '../../../gen/playmesh/match/v1/play.ts';
export { TriviaPhase } from '../../../gen/playmesh/match/v1/trivia.ts';
export type {
  TriviaConfig,
  TriviaEvent,
  TriviaQuestion,
  TriviaRevealed,
  TriviaView,
} from '../../../gen/playmesh/match/v1/trivia.ts';
export { GoColour, GoDecision, GoPhase, GoRequest, GoRuleset, GoScoring } from '../../../gen/playmesh/match/v1/go.ts';
export type { GoConfig, GoEvent, GoView } from '../../../gen/playmesh/match/v1/go.ts';
export type { RelayConfig, RelayEvent, RelayView } from '../../../gen/playmesh/match/v1/relay.ts';
export type { TicTacToeConfig, TicTacToeEvent, TicTacToeView } from '../../../gen/playmesh/match/v1/tictactoe.ts';
export { AuditAction } from '../../../gen/playmesh/user/v1/audit.ts';
export type { AuditEvent } from '../../../gen/playmesh/user/v1/audit.ts';
export { MailPurpose, Role } from '../../../gen/playmesh/user/v1/user.ts';
export type { BlockedUser, Mail, Profile, Session, User } from '../../../gen/playmesh/user/v1/user.ts';
export type { DataRecord } from '../../../gen/playmesh/user/v1/user_service.ts';
export { Standing } from '../../../gen/playmesh/stats/v1/stats_service.ts';
export type { Leader, ModeStats, PlayerMatch } from '../../../gen/playmesh/stats/v1/stats_service.ts';

/** A command of any game, such as `answerTrivia` and `markTicTacToe` make. */
export type GameCommand = NonNullable<Command['command']>;

/** The game's part of a match as its viewer sees it; `$case` names the game. */
export type GameView = NonNullable<Snapshot['view']>;

/** A match as its viewer sees it, whole, as of log entry `seq`. Never changed in place: a new one comes instead. */
export type PlayState = Readonly<Omit<Snapshot, 'timeMs' | 'match'>> & {
  readonly match: NonNullable<Snapshot['match']>;
};

/** Settings of a match, by game. */
export type MatchSettings = SettingsOf<NonNullable<GameConfig['config']>>;
type SettingsOf<Case> = Case extends { $case: infer Name; value: infer Value }
  ? { readonly $case: Name; readonly value: Readonly<Partial<Value>> }
  : never;
