import { slug } from '../english.ts';
import { band, shifted } from '../familiarity.ts';
import type { Draft, Template } from '../template.ts';

/** An element of the periodic table. */
export interface Element {
  readonly atomicNumber: number;
  readonly symbol: string;
  readonly name: string;
  readonly groupBlock: string;
}

/** Names as the IUPAC has them, where the data has those of America. */
const NAMES: Readonly<Record<string, string>> = { Aluminum: 'aluminium', Cesium: 'caesium' };

/** Families whose members nobody disputes, and what they are called. */
const FAMILIES: Readonly<Record<string, string>> = {
  'noble gas': 'the noble gases',
  halogen: 'the halogens',
  'alkali metal': 'the alkali metals',
  'alkaline earth metal': 'the alkaline earth metals',
  lanthanoid: 'the lanthanides',
  actinoid: 'the actinides',
};

/** Those of the newest row have hardly been seen, and some families count them in and others not. */
const LAST_SURE = 103;

/** Asks for the element behind a symbol that is not how its name begins, or for the symbol of an element. */
export const elementOfSymbol: Template<readonly Element[]> = {
  name: 'element-of-symbol',
  category: 'science',
  most: 60,
  drafts: (elements) =>
    elements
      .filter(({ symbol, name }) => !startsLike(name, symbol))
      .map((element) => ({
        key: slug(element.symbol),
        text: `Which element has the symbol ${element.symbol}?`,
        right: nameOf(element),
        wrong: closest(element, elements, ({ name }) => name[0] === element.symbol[0]).map((group) =>
          group.map(nameOf),
        ),
        difficulty: shifted(difficultyOf(element), -1),
      })),
};

/** Asks for the symbol of an element. Wrong options are symbols of others whose names begin with the same letter. */
export const symbolOfElement: Template<readonly Element[]> = {
  name: 'symbol-of-element',
  category: 'science',
  most: 90,
  drafts: (elements) =>
    elements.map((element) => ({
      key: slug(element.name),
      text: `What is the chemical symbol of ${nameOf(element)}?`,
      right: element.symbol,
      wrong: closest(
        element,
        elements,
        ({ symbol, name }) => symbol[0] === element.symbol[0] || name[0] === element.name[0],
      ).map((group) => group.map(({ symbol }) => symbol)),
      difficulty: difficultyOf(element),
    })),
};

/** Asks for the element with an atomic number. Wrong options are its neighbours in the table. */
export const elementOfNumber: Template<readonly Element[]> = {
  name: 'element-of-number',
  category: 'science',
  most: 60,
  drafts: (elements) =>
    elements.map((element) => ({
      key: String(element.atomicNumber),
      text: `Which element has the atomic number ${element.atomicNumber}?`,
      right: nameOf(element),
      wrong: [
        elements
          .filter((other) => other !== element && Math.abs(other.atomicNumber - element.atomicNumber) < 5)
          .map(nameOf),
      ],
      difficulty: shifted(difficultyOf(element), 1),
    })),
};

/** Asks to which family an element belongs. Wrong options are the other families. */
export const familyOfElement: Template<readonly Element[]> = {
  name: 'family-of-element',
  category: 'science',
  most: 60,
  drafts: (elements) =>
    elements.flatMap((element): Draft[] => {
      const family = FAMILIES[element.groupBlock];
      if (family === undefined || element.atomicNumber > LAST_SURE) return [];
      return [
        {
          key: slug(element.name),
          text: `To which family of elements does ${nameOf(element)} belong?`,
          right: family,
          wrong: [Object.values(FAMILIES).filter((other) => other !== family)],
          difficulty: difficultyOf(element),
        },
      ];
    }),
};

/** What is asked about the elements. */
export const elementTemplates = [elementOfSymbol, symbolOfElement, elementOfNumber, familyOfElement];

function nameOf({ name }: Element): string {
  return NAMES[name] ?? name.toLowerCase();
}

/** The elements of every day come first in the table, as far as the metals of coins; the heaviest are known to few. */
function difficultyOf({ atomicNumber, symbol }: Element): number {
  return EVERYDAY.has(symbol) ? 2 : band(atomicNumber, [2, 20, 36, 56]);
}

const EVERYDAY = new Set([
  'Fe',
  'Cu',
  'Zn',
  'Ag',
  'Sn',
  'I',
  'W',
  'Pt',
  'Au',
  'Hg',
  'Pb',
  'Ra',
  'U',
  'Pu',
  'Ni',
  'Ti',
  'Cr',
  'Br',
]);

function startsLike(name: string, symbol: string): boolean {
  return name.toLowerCase().startsWith(symbol.toLowerCase());
}

function closest(element: Element, elements: readonly Element[], isClose: (other: Element) => boolean): Element[][] {
  const others = elements.filter((other) => other !== element);
  return [others.filter(isClose), others];
}
