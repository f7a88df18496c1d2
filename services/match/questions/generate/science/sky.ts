import { givesAway, slug, stemsOf } from '../english.ts';
import { band } from '../familiarity.ts';
import type { Template } from '../template.ts';

/** A constellation: its Latin name, the English one, and how prominent it is, from 1 to 3. */
export interface Constellation {
  readonly id: string;
  readonly name: string;
  readonly english: string;
  readonly rank: number;
}

/** A star with a name of its own, the constellation that it is in, and how faint it is. */
export interface Star {
  readonly name: string;
  readonly constellation: string;
  readonly magnitude: number;
}

/** What the templates of the sky are made from. */
export interface Sky {
  readonly constellations: readonly Constellation[];
  readonly stars: readonly Star[];
}

/** Stars that are fainter have names that only catalogues use. */
const FAINTEST = 2.9;

/** Asks in which constellation a star is. Wrong options are other constellations, the prominent ones first. */
export const constellationOfStar: Template<Sky> = {
  name: 'constellation-of-star',
  category: 'space',
  most: 100,
  drafts: ({ constellations, stars }) =>
    stars
      .filter(
        ({ name, magnitude }) => magnitude < FAINTEST && stars.filter((other) => other.name === name).length === 1,
      )
      .sort((one, other) => one.magnitude - other.magnitude)
      .flatMap((star) => {
        const right = constellations.find(({ id }) => id === star.constellation);
        if (right === undefined || givesAway(stemsOf(star.name), stemsOf(right.name))) return [];
        const others = constellations.filter(({ id }) => id !== star.constellation);
        return [
          {
            key: slug(star.name),
            text: `In which constellation is the star ${star.name}?`,
            right: right.name,
            wrong: [others.filter(({ rank }) => rank === right.rank), others].map((group) =>
              group.map(({ name }) => name),
            ),
            difficulty: band(star.magnitude, [0.1, 1.3, 2, 2.6]),
          },
        ];
      }),
};

/** Asks which constellation is named after a thing. Wrong options are constellations of the same prominence. */
export const constellationOfMeaning: Template<Sky> = {
  name: 'constellation-of-meaning',
  category: 'space',
  most: 80,
  drafts: ({ constellations }) =>
    named(constellations).map(({ id, name, english, rank }) => ({
      key: slug(id),
      text: `Which constellation's name means "${english}"?`,
      right: name,
      wrong: [
        constellations.filter((other) => other.rank === rank && other.english !== english).map((other) => other.name),
      ],
      difficulty: 1 + rank,
    })),
};

/** Asks what the name of a constellation means. Wrong options are what others mean. */
export const meaningOfConstellation: Template<Sky> = {
  name: 'meaning-of-constellation',
  category: 'space',
  most: 80,
  drafts: ({ constellations }) =>
    named(constellations).map(({ id, name, english, rank }) => ({
      key: slug(id),
      text: `What does the name of the constellation ${name} mean?`,
      right: english,
      wrong: [
        named(constellations)
          .filter((other) => other.english !== english)
          .map((other) => other.english),
      ],
      difficulty: 1 + rank,
    })),
};

/** What is asked about the sky. */
export const skyTemplates = [constellationOfStar, constellationOfMeaning, meaningOfConstellation];

/** Those whose names mean something, and look like it in no way. Two have the name of the figure that their stars are known for. */
function named(constellations: readonly Constellation[]): Constellation[] {
  return constellations.filter(
    ({ id, name, english }) =>
      !['UMa', 'UMi', 'Ser'].includes(id) && name.slice(0, 3).toLowerCase() !== english.slice(0, 3).toLowerCase(),
  );
}
