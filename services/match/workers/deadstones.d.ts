/** The package has no types of its own; this is what of it is used. */
declare module '@sabaki/deadstones' {
  interface Deadstones {
    /** Points [x, y] of stones that are likely dead; -1 is a white stone, 1 a black one, 0 none, row by row. */
    guess(
      data: readonly (readonly number[])[],
      options?: { readonly finished?: boolean; readonly iterations?: number },
    ): Promise<readonly (readonly [x: number, y: number])[]>;
  }
  const deadstones: Deadstones;
  export default deadstones;
}
