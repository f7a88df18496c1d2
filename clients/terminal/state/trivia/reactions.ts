import { Reaction } from '../../../sdk/src/index.ts';

/** What players can show each other, the key for it, and how it looks. */
export const REACTIONS = [
  { letter: 'q', reaction: Reaction.THUMBS_UP, emoji: '👍' },
  { letter: 'w', reaction: Reaction.LAUGHING, emoji: '😂' },
  { letter: 'e', reaction: Reaction.ASTONISHED, emoji: '😮' },
  { letter: 'r', reaction: Reaction.CRYING, emoji: '😭' },
  { letter: 'a', reaction: Reaction.APPLAUSE, emoji: '👏' },
  { letter: 's', reaction: Reaction.THINKING, emoji: '🤔' },
  { letter: 'd', reaction: Reaction.FIRE, emoji: '🔥' },
  // Drawn by some terminals in one column, by others in two: it must stand last in its row.
  { letter: 'f', reaction: Reaction.HEART, emoji: '❤' },
] as const;

/** How a reaction looks; one of a newer service, which this client does not know, as a mark of its own. */
export const emojiOf = (reaction: Reaction): string =>
  REACTIONS.find((known) => known.reaction === reaction)?.emoji ?? '✨';
