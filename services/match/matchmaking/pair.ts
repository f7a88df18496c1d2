/** Somebody in the queue of a mode. */
export interface Waiting {
  readonly ticketId: string;
  readonly userId: string;
}

/** Puts those who wait together, longest first, `seats` to a match; a user never meets themself. Whoever is left waits on. */
export function pair(waiting: readonly Waiting[], seats: number): readonly (readonly Waiting[])[] {
  const matches: Waiting[][] = [];
  const queue = [...waiting];
  while (queue.length >= seats) {
    const group = [queue.shift()!];
    for (let index = 0; index < queue.length && group.length < seats;) {
      const candidate = queue[index]!;
      if (group.some(({ userId }) => userId === candidate.userId)) index += 1;
      else group.push(...queue.splice(index, 1));
    }
    if (group.length < seats) break;
    matches.push(group);
  }
  return matches;
}
