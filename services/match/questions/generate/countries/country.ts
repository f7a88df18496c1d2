import { wordsOf } from '../english.ts';

/** What the questions about countries are made from: the members of the United Nations. */
export interface Country {
  /** ISO 3166-1, two letters. */
  readonly code: string;
  readonly name: string;
  /** The name in a sentence: "the Netherlands". */
  readonly named: string;
  /** The UN's codes for its continent and its part of it. */
  readonly continent: string;
  readonly region: string;
  readonly population: number;
  readonly area: number;
  /** Codes of those that its own profile names as neighbours. */
  readonly borders: readonly string[];
  readonly hasCoast: boolean;
  readonly capital: string | undefined;
  /** Every language that a part of the people speaks, and those that are official, most spoken first, by their codes. */
  readonly spoken: readonly string[];
  readonly official: readonly string[];
  /** The codes of all currencies that one pays with. */
  readonly currencies: readonly string[];
  /** What the World Factbook says under a heading, such as "Government/Flag description". */
  readonly says: (heading: string) => string;
}

/** The texts that countries are read from. */
export interface CountrySources {
  /** The profiles of the World Factbook, as they were parsed. */
  readonly profiles: readonly unknown[];
  /** CLDR's supplemental data territoryInfo, territoryContainment and currencyData, and the English names of territories. */
  readonly territories: Readonly<Record<string, Territory>>;
  readonly containment: Readonly<Record<string, { readonly _contains?: readonly string[] }>>;
  readonly tender: Readonly<Record<string, readonly Record<string, Tender>[]>>;
  readonly names: Readonly<Record<string, string>>;
}

interface Territory {
  readonly _population: string;
  readonly languagePopulation?: Readonly<Record<string, Speakers>>;
}

interface Speakers {
  readonly _officialStatus?: string;
  readonly _populationPercent?: string;
}

interface Tender {
  readonly _to?: string;
  readonly _tender?: string;
}

/** Shorter or newer names than CLDR's. */
const NAMES: Readonly<Record<string, string>> = {
  AG: 'Antigua and Barbuda',
  BA: 'Bosnia and Herzegovina',
  CD: 'Democratic Republic of the Congo',
  CG: 'Republic of the Congo',
  CI: 'Ivory Coast',
  CV: 'Cape Verde',
  KN: 'Saint Kitts and Nevis',
  LC: 'Saint Lucia',
  MM: 'Myanmar',
  ST: 'São Tomé and Príncipe',
  TL: 'East Timor',
  TR: 'Turkey',
  TT: 'Trinidad and Tobago',
  VC: 'Saint Vincent and the Grenadines',
};

/** What the World Factbook calls them where that is neither the name above nor CLDR's. */
const FACTBOOK_NAMES: Readonly<Record<string, string>> = {
  BS: 'The Bahamas',
  CV: 'Cabo Verde',
  CG: 'Congo, Republic of the',
  CD: 'Congo, Democratic Republic of the',
  CZ: 'Czech Republic',
  FM: 'Federated States of Micronesia',
  GM: 'The Gambia',
  KP: 'North Korea',
  KR: 'South Korea',
  MK: 'Macedonia',
  MM: 'Burma',
  SZ: 'Swaziland',
  TL: 'Timor-Leste',
  US: 'United States',
  VA: 'Holy See',
};

const WITH_ARTICLE = new Set([
  'AE',
  'BS',
  'CD',
  'CF',
  'CG',
  'DO',
  'GB',
  'GM',
  'KM',
  'MH',
  'MV',
  'NL',
  'PH',
  'SB',
  'US',
]);

/** The members of the United Nations, in the order of their codes. @throws Error when one has no profile */
export function countriesOf({ profiles, territories, containment, tender, names }: CountrySources): readonly Country[] {
  const codes = (containment['UN']?._contains ?? []).toSorted();
  const profileByName = new Map(profiles.flatMap((profile) => namesIn(profile).map((name) => [folded(name), profile])));
  const codeByName = new Map(codes.flatMap((code) => aliasesOf(code, names).map((name) => [folded(name), code])));
  return codes.map((code) => {
    const profile = aliasesOf(code, names)
      .map((name) => profileByName.get(folded(name)))
      .find((found) => found !== undefined);
    if (profile === undefined) throw new Error(`the World Factbook has no profile of ${code}`);
    const says = (heading: string): string => textAt(profile, heading.split('/'));
    const { _population, languagePopulation = {} } = territories[code] as Territory;
    const name = NAMES[code] ?? names[code] ?? code;
    const region = regionOf(code, containment);
    return {
      code,
      name,
      named: WITH_ARTICLE.has(code) ? `the ${name}` : name,
      continent: regionOf(region, containment),
      region,
      population: Number(_population),
      area: areaIn(says('Geography/Area/total')),
      borders: bordersIn(says('Geography/Land boundaries/border countries')).flatMap(
        (border) => codeByName.get(folded(border)) ?? [],
      ),
      hasCoast: !/landlocked/.test(says('Geography/Coastline')),
      capital: /^([^(;]+?)( \(|;|$)/.exec(says('Government/Capital/name'))?.[1],
      spoken: Object.keys(languagePopulation),
      official: Object.entries(languagePopulation)
        .filter(([, { _officialStatus: status }]) => status === 'official' || status === 'de_facto_official')
        .sort(([, one], [, other]) => Number(other._populationPercent) - Number(one._populationPercent))
        .map(([language]) => language),
      currencies: (tender[code] ?? []).flatMap((entry) =>
        Object.entries(entry).flatMap(([currency, { _to, _tender }]) =>
          _to === undefined && _tender !== 'false' ? [currency] : [],
        ),
      ),
      says,
    };
  });
}

function aliasesOf(code: string, names: Readonly<Record<string, string>>): string[] {
  return [FACTBOOK_NAMES[code], NAMES[code], names[code], names[`${code}-alt-short`]].filter(
    (name) => name !== undefined,
  );
}

function namesIn(profile: unknown): string[] {
  return ['conventional short form', 'conventional long form'].map((form) =>
    textAt(profile, ['Government', 'Country name', form]),
  );
}

/** Names without order and small words: "Congo, Republic of the" is "Republic of the Congo". */
function folded(name: string): string {
  return wordsOf(name)
    .filter((word) => !/^(the|of|and|st|saint)$/.test(word))
    .sort()
    .join(' ');
}

/** "Ethiopia 867 km, Somalia 684 km" */
function bordersIn(text: string): string[] {
  return text
    .replaceAll(/ \([^()]*\)/g, '')
    .split(/ [\d.,]+ km[,;]? ?/)
    .map((name) => name.trim());
}

/** "580,367 sq km", "1.267 million sq km" */
function areaIn(text: string): number {
  const [, digits = '0', million] = /^([\d.,]+)( million)?/.exec(text) ?? [];
  return Number(digits.replaceAll(',', '')) * (million === undefined ? 1 : 1_000_000);
}

/** The part of the world that holds a territory, or the continent that holds a part. */
function regionOf(code: string, containment: CountrySources['containment']): string {
  const holding = Object.keys(containment).filter(
    (region) => /^\d{3}$/.test(region) && containment[region]?._contains?.includes(code) === true,
  );
  return holding.find((region) => CONTINENTS.has(region)) ?? holding[0] ?? '001';
}

/** Africa, Oceania, the Americas, Asia and Europe, as the UN numbers them. */
const CONTINENTS = new Set(['002', '009', '019', '142', '150']);

function textAt(profile: unknown, path: readonly string[]): string {
  const found = path.reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], profile);
  const text = typeof found === 'object' && found !== null ? (found as Record<string, unknown>)['text'] : found;
  return typeof text === 'string' ? text.trim() : '';
}
