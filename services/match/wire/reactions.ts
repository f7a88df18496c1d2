import { Reaction as WireReaction } from '../../../gen/playmesh/match/v1/play.ts';
import type { Reaction } from '../room/entry.ts';

const REACTIONS: Readonly<Record<Reaction, WireReaction>> = {
  thumbsUp: WireReaction.THUMBS_UP,
  laughing: WireReaction.LAUGHING,
  astonished: WireReaction.ASTONISHED,
  crying: WireReaction.CRYING,
  applause: WireReaction.APPLAUSE,
  thinking: WireReaction.THINKING,
  fire: WireReaction.FIRE,
  heart: WireReaction.HEART,
};
const NAMES = new Map(Object.entries(REACTIONS).map(([name, reaction]) => [reaction, name as Reaction]));

/** A reaction as the wire has it. */
export const reactionMessage = (reaction: Reaction): WireReaction => REACTIONS[reaction];

/** A reaction by the wire's number; undefined for one that is unknown here. */
export const reactionName = (reaction: WireReaction): Reaction | undefined => NAMES.get(reaction);
