import { chainAt, EMPTY } from '../../../sdk/src/games/go-board.ts';
import type { StoneColour } from '../../../sdk/src/games/go-board.ts';
import { BLACK } from '../../../sdk/src/games/go-board.ts';
import { blackAhead } from './count.ts';
import type { FinalPosition } from './count.ts';

/** How often a chain is marked by a player who does not want to go back to play any more. */
const MOST_MARKS = 5;

/** What a player knows who has to agree to what is dead. */
export interface Judgement {
  readonly position: FinalPosition;
  readonly colour: StoneColour;
  /** What the player takes for dead. */
  readonly dead: readonly number[];
  /** What is marked as dead now. */
  readonly marked: readonly number[];
  /** By how many half points Black is ahead by what is marked, as the service has counted. */
  readonly markedAhead: number;
  /** Whether the opponent changed a mark last, rather than the service or the player. */
  readonly isOpponents: boolean;
  /** How often the player has marked a chain in this scoring, by the first point of it. */
  readonly marks: ReadonlyMap<number, number>;
  /** Whether the player would go back to play once more. */
  readonly mayResume: boolean;
}

/** What the player does. */
export type Verdict =
  | { readonly kind: 'mark'; readonly point: number; readonly isDead: boolean }
  | { readonly kind: 'accept' }
  | { readonly kind: 'resume' }
  /** Lets it stand, and does not agree. */
  | { readonly kind: 'wait' };

/**
 * What to do about the marks as they are. A player says once what it takes for dead; what the opponent has marked is
 * followed as long as it does not take the game from the player. What does is put right once, then played out, and at last
 * put right a few times more: then it stands, and the time for scoring ends the game. So this comes to an end whatever the
 * opponent does.
 */
export function judge(judgement: Judgement): Verdict {
  const { position, colour, dead, marked, markedAhead, isOpponents, marks, mayResume } = judgement;
  const own = wholeChains(position, dead);
  const shown = new Set(marked);
  const differing = chainsOf(position).filter(([point]) => own.has(point!) !== shown.has(point!));
  if (differing.length === 0) return { kind: 'accept' };
  const sign = colour === BLACK ? 1 : -1;
  const isLost = Math.sign(markedAhead * sign) < Math.sign(blackAhead(position, own) * sign);
  if (isOpponents && !isLost) return { kind: 'accept' };
  const markAtMost = (times: number): Verdict | undefined => {
    const chain = differing.find(([point]) => (marks.get(point!) ?? 0) < times);
    return chain && { kind: 'mark', point: chain[0]!, isDead: own.has(chain[0]!) };
  };
  const first = markAtMost(1);
  if (first) return first;
  if (!isLost) return { kind: 'accept' };
  return mayResume ? { kind: 'resume' } : (markAtMost(MOST_MARKS) ?? { kind: 'wait' });
}

/** The chains of a board, each with its lowest point first. */
function chainsOf(position: FinalPosition): (readonly number[])[] {
  const seen = new Set<number>();
  return position.points.flatMap((content, point) => {
    if (content === EMPTY || seen.has(point)) return [];
    const chain = chainAt(position, point);
    for (const stone of chain) seen.add(stone);
    return [chain];
  });
}

/** A chain is dead as a whole: where most of its stones are named. */
function wholeChains(position: FinalPosition, stones: readonly number[]): Set<number> {
  const named = new Set(stones);
  const isDead = (chain: readonly number[]): boolean =>
    2 * chain.filter((stone) => named.has(stone)).length > chain.length;
  return new Set(chainsOf(position).filter(isDead).flat());
}
