/** The games that this client plays, and the modes they are queued for in. */

export type Game = 'trivia' | 'go';

/** The games, as the menu offers them. */
export const GAMES: readonly { readonly game: Game; readonly label: string }[] = [
  { game: 'trivia', label: 'Trivia duels' },
  { game: 'go', label: 'Go' },
];

export const TRIVIA_MODE = 'trivia_duel';
export const GO_SIZES = [9, 13, 19] as const;
export const GO_SPEEDS = ['blitz', 'rapid', 'live', 'correspondence'] as const;
export type GoSpeed = (typeof GO_SPEEDS)[number];

/** The mode of Go in which boards of that size, or the nearest, are played at that speed. */
export function goMode(size: number, speed: GoSpeed): string {
  const nearest = size < 11 ? 9 : size < 16 ? 13 : 19;
  return `go_${nearest}x${nearest}_${speed}`;
}

/** All modes of a game. */
export const modesOf = (game: Game): readonly string[] =>
  game === 'trivia' ? [TRIVIA_MODE] : GO_SIZES.flatMap((size) => GO_SPEEDS.map((speed) => goMode(size, speed)));

/** Which game a mode is of; undefined for those that this client does not play. */
export function gameOf(mode: string): Game | undefined {
  if (mode === TRIVIA_MODE) return 'trivia';
  return mode.startsWith('go_') ? 'go' : undefined;
}

/** What players of a mode of Go are rated in: all boards of one speed. Undefined for modes that are not of Go. */
export function goRatedAs(mode: string): string | undefined {
  const [, speed] = /^go_\d+x\d+_(\w+)$/.exec(mode) ?? [];
  return speed === undefined ? undefined : `go_${speed}`;
}

/** The modes of Go on the same board, one for each speed. */
export function goModesOnBoardOf(mode: string): readonly string[] {
  const board = mode.split('_')[1];
  return modesOf('go').filter((other) => other.split('_')[1] === board);
}

/** What a mode is called: "9x9 blitz". */
export function modeName(mode: string): string {
  const [, size, speed] = /^go_(\d+x\d+)_(\w+)$/.exec(mode) ?? [];
  if (size !== undefined) return `${size} ${speed}`;
  return mode === TRIVIA_MODE ? 'Trivia duel' : mode;
}
