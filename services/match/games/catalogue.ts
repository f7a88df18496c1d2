import type { AnyGame } from './game.ts';
import { go } from './go/go.ts';
import type { GoTimeControl } from './go/wire.ts';
import { relay } from './relay/relay.ts';
import { tictactoe } from './tictactoe/tictactoe.ts';
import { trivia } from './trivia/trivia.ts';

/** Every game whose logs this code can fold. To raise a game's version, keep the old one here while its matches run. */
export const games: readonly AnyGame[] = [trivia, tictactoe, go, relay];

/** A ready-made kind of match: what is queued for, played and counted. */
export interface Mode {
  readonly name: string;
  readonly game: AnyGame;
  /** Settings that differ from the game's defaults. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What players are rated in, where several modes share it; otherwise the mode's name. */
  readonly ratedAs?: string;
}

/** What players of a mode are rated in. */
export const ratedAs = ({ name, ratedAs: shared = name }: Pick<Mode, 'name' | 'ratedAs'>): string => shared;

/** Time to think in games of Go, by how long they take. */
const goSpeeds: Readonly<Record<string, GoTimeControl>> = {
  blitz: { $case: 'fischer', value: { mainMs: 60_000, incrementMs: 5_000, maxMs: 120_000 } },
  rapid: { $case: 'fischer', value: { mainMs: 180_000, incrementMs: 10_000, maxMs: 300_000 } },
  live: { $case: 'byoYomi', value: { mainMs: 600_000, periods: 5, periodMs: 30_000 } },
  correspondence: { $case: 'correspondence', value: { days: 3 } },
};

const goModes = Object.entries(goSpeeds).flatMap(([speed, control]) =>
  [9, 13, 19].map((size): Mode => ({
    name: `go_${size}x${size}_${speed}`,
    game: go,
    config: { size, time: { control } },
    ratedAs: `go_${speed}`,
  })),
);

/** Every mode that players can choose. */
export const modes: readonly Mode[] = [
  { name: 'trivia_duel', game: trivia, config: {} },
  { name: 'tictactoe', game: tictactoe, config: {} },
  ...goModes,
];

/** Modes to measure the core with, offered only where the configuration says so. */
export const benchModes: readonly Mode[] = [{ name: 'relay', game: relay, config: {} }];
