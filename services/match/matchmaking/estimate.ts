/** With fewer recent waits than these nothing is said. */
const ENOUGH = 5;

/**
 * How much longer somebody is likely to wait, in milliseconds: the median of what is known of others who had waited
 * as long as they have by now, less that. Undefined where nobody can tell.
 * @param recentWaits of those who were matched lately
 */
export function estimateWait(recentWaits: readonly number[], waitedMs: number): number | undefined {
  if (recentWaits.length < ENOUGH) return undefined;
  const longer = recentWaits.filter((wait) => wait > waitedMs).sort((a, b) => a - b);
  const median = longer[Math.floor(longer.length / 2)];
  return median === undefined ? undefined : median - waitedMs;
}
