import { commonOf, givesAway, slug, stemsOf, wordsOf } from '../english.ts';
import { band } from '../familiarity.ts';
import type { Draft, Template } from '../template.ts';
import type { Words } from './described.ts';
import type { Meaning } from './wordnet.ts';

/** A sort that things belong to: what it is called, and the sense keys of what is of it. */
export type Kind = readonly [called: string, ...keys: string[]];

/** Words that everyone knows are left out, and so are those that hardly anyone has read. */
const RANKS = { commonest: 9_000, rarest: 150_000 };
const BANDS = [16_000, 25_000, 45_000, 80_000] as const;

/** The template that asks what sort of thing a word stands for. Wrong options are the other sorts. */
export function kindsAsked(
  name: string,
  category: string,
  most: number,
  asks: string,
  kinds: readonly Kind[],
): Template<Words> {
  return {
    name,
    category,
    most,
    drafts: (words) => {
      const ids = kinds.map(([, ...keys]) => new Set(keys.map((key) => words.wordnet.meaning(key).id)));
      return kinds
        .flatMap((kind) => [...new Set(kind.slice(1).flatMap((key) => words.wordnet.below(key)))])
        .flatMap((member) => draftsOf(member, asks, kinds, ids, words))
        .sort((one, other) => one.difficulty - other.difficulty || (one.key < other.key ? -1 : 1));
    },
  };
}

function draftsOf(
  member: Meaning,
  asks: string,
  kinds: readonly Kind[],
  ids: readonly ReadonlySet<string>[],
  { wordnet, familiarity }: Words,
): Draft[] {
  const name = member.words[0] as string;
  const rank = familiarity.rank(name);
  const isKnown = rank >= RANKS.commonest && rank <= RANKS.rarest && wordnet.hasOneMeaning(name);
  if (!isKnown || !/^\p{Ll}+$/u.test(name)) return [];
  const above = wordnet.above(member);
  const [right, ...others] = kinds.filter((_, index) => commonOf(ids[index] as ReadonlySet<string>, above) > 0);
  // What is of two sorts has two right answers.
  if (right === undefined || others.length > 0 || isToldBy(name, right, wordnet.kindsOf(member))) return [];
  return [
    {
      key: slug(name),
      text: `${asks} "${name}"?`,
      right: right[0],
      wrong: [kinds.filter((kind) => kind !== right).map(([called]) => called)],
      difficulty: band(rank, BANDS),
    },
  ];
}

/** Whether a name says itself what it is, as "tugboat" and "bluefish" do. */
function isToldBy(name: string, [called]: Kind, above: readonly string[]): boolean {
  const told = wordsOf([called, ...above].join(' ')).filter((word) => word.length > 3);
  return told.some((word) => name.includes(word)) || givesAway(stemsOf(called), stemsOf(name));
}
