import { band, shifted } from '../familiarity.ts';
import type { Template } from '../template.ts';
import { describedDrafts, shortened } from './described.ts';
import type { Subject, Words } from './described.ts';
import type { Meaning } from './wordnet.ts';

/** Things that are asked for by their definitions, with each other as wrong options. */
export interface Things {
  /** The words before the definition. */
  readonly asks: string;
  /** Sense keys of what they are kinds or instances of, or of the fields that they belong to. */
  readonly under?: readonly string[];
  readonly fields?: readonly string[];
  /** Sense keys of what is left out, with all its kinds. */
  readonly except?: readonly string[];
  /** How common and how rare the rarest word of a name may be, as ranks. */
  readonly commonest?: number;
  readonly rarest: number;
  /** Whether single things are asked for, such as one river, rather than kinds of things. */
  readonly single?: boolean;
  /** Whether names of one word alone are asked for. */
  readonly isOneWord?: boolean;
  /** What a definition must hold, and what it must not. */
  readonly only?: RegExp;
  readonly never?: RegExp;
  /** How much harder they are than their names are rare: a name that says what it means is easy. */
  readonly harder?: number;
  /** How many words a definition must have. */
  readonly leastWords?: number;
}

/** From which rank on a name is held to be of difficulty 2, 3, 4 and 5. */
const BANDS = [8_000, 20_000, 40_000, 80_000] as const;
/** What fits more than one thing. */
const VAGUE =
  /^(any|some|several|an? (kind|type|form|variety|group) of|one of|either of|usually|especially|similar|of) |\b(used informally|something)\b/;

/** The template that asks for things by their definitions. */
export function thingsDescribed(name: string, category: string, most: number, ...sets: Things[]): Template<Words> {
  return {
    name,
    category,
    most,
    drafts: (words) =>
      sets
        .flatMap((things) => [
          ...describedDrafts(
            subjectsOf(things, words),
            words.wordnet,
            (description) => `${things.asks}: ${description}?`,
          ),
        ])
        .sort((one, other) => one.difficulty - other.difficulty),
  };
}

function subjectsOf(things: Things, { wordnet, familiarity }: Words): Subject[] {
  const { under = [], fields = [], except = [], commonest = 0, rarest, single = false, harder = 0 } = things;
  const left = new Set(except.flatMap((key) => [wordnet.meaning(key), ...wordnet.below(key)]));
  const found = [...under.flatMap((key) => wordnet.below(key)), ...fields.flatMap((key) => wordnet.inField(key))];
  return [...new Set(found)]
    .filter((meaning) => meaning.below.length === 0 && !left.has(meaning) && (meaning.isInstance || !single))
    .flatMap((meaning) => {
      const name = nameOf(meaning);
      const rank = familiarity.rank(name);
      const isMeant = meaning.isInstance || wordnet.isMainMeaning(name, meaning);
      const description = shortened(meaning.definition);
      if (description === undefined || !isMeant || rank < commonest || rank > rarest) return [];
      if (!isClear(name, description, things)) return [];
      return [
        {
          meaning,
          name,
          description,
          difficulty: shifted(band(rank, BANDS), harder),
          groups: [meaning.above[0] ?? ''],
        },
      ];
    });
}

function isClear(name: string, description: string, things: Things): boolean {
  const { only = /./, never, leastWords = 0, isOneWord = false } = things;
  const isLeftOut = never?.test(name) === true || never?.test(description) === true || VAGUE.test(description);
  const isLongEnough = description.split(' ').length >= leastWords;
  return isLongEnough && !isLeftOut && only.test(description) && !(isOneWord && name.includes(' '));
}

/** Where many things bear the name of a place, the name that says what it is: "Battle of Hastings", "Mount Kenya". */
function nameOf({ words }: Meaning): string {
  const [main] = words as [string];
  const telling = words.find(
    (word) => /^(battle of|siege of|mount|lake|gulf of|bay of|strait of) /i.test(word) && word.endsWith(main),
  );
  const name = telling ?? main;
  return /^(battle|siege) /.test(name) ? name[0]?.toUpperCase() + name.slice(1) : name;
}
