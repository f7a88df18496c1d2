import { slug } from '../english.ts';
import { band } from '../familiarity.ts';
import type { Template } from '../template.ts';
import type { Words } from './described.ts';
import type { Meaning, WordNet } from './wordnet.ts';

/**
 * The animals that are asked for: those that people know, whose scientific names in WordNet are spelt well and still in use.
 * Many others were given other names since WordNet was written.
 */
const KNOWN = new Set(
  [
    'tench, goldfish, basking shark, whale shark, great white shark, ostrich, emu, skylark, chaffinch, goldfinch, bullfinch',
    'raven, rook, jackdaw, European magpie, blackbird, song thrush, nightingale, barn swallow, golden eagle, bald eagle',
    'osprey, peregrine, kestrel, barn owl, tawny owl, little owl, axolotl, olm, European toad, green turtle, loggerhead',
    'Gila monster, Komodo dragon, marine iguana, anaconda, adder, puff adder, black widow, chicken, turkey, dodo, rock dove',
    'passenger pigeon, kea, budgerigar, European cuckoo, roadrunner, mallard, mute swan, black swan, greylag, platypus',
    'koala, thylacine, numbat, hedgehog, medicinal leech, edible snail, white stork, black stork, whooping crane',
    'corncrake, moorhen, Atlantic puffin, great auk, emperor penguin, wandering albatross, blue whale, humpback',
    'killer whale, narwhal, dugong, harbor seal, aardvark, timber wolf, coyote, dhole, spotted hyena, lion, tiger, leopard',
    'snow leopard, jaguar, cheetah, bobcat, brown bear, giant panda, lesser panda, Eurasian otter, sea otter',
    'Eurasian badger, house mouse, brown rat, European rabbit, European hare, giraffe, hippopotamus, okapi, wild boar',
    'African elephant, Indian elephant, black rhinoceros, white rhinoceros, musk ox, chamois, elk, caribou, springbok',
    'western lowland gorilla, gorilla, chimpanzee, aye-aye, housefly, honeybee, bedbug, red admiral, monarch, horseshoe crab',
    'blue crab, Norway lobster, zebra mussel, common starling, common raccoon, American bison, aurochs, wisent, red deer',
    'African crocodile, secretary bird, hoatzin, white whale, bowhead, European perch, northern pike, coelacanth',
  ].flatMap((line) => line.split(', ')),
);
const BINOMIAL = /^\p{Lu}\p{Ll}+ \p{Ll}+$/u;
const BANDS = [5_000, 12_000, 25_000, 50_000] as const;

/** Asks which animal a scientific name stands for. Wrong options are the next in kin. */
export const scientificNames: Template<Words> = {
  name: 'scientific-name',
  category: 'nature',
  most: 120,
  drafts: ({ wordnet, familiarity }) => {
    const animals = wordnet.below('animal%1:03:00::').flatMap((meaning) => {
      const binomial = binomialOf(meaning, wordnet);
      const name = meaning.words[0] as string;
      if (binomial === undefined || !KNOWN.has(name)) return [];
      return [{ name, binomial, rank: familiarity.rank(name), above: [...wordnet.above(meaning)] }];
    });
    return animals.map(({ name, binomial, rank, above }) => ({
      key: slug(name),
      text: `Which animal has the scientific name ${binomial}?`,
      right: name,
      wrong: above
        .slice(1)
        .map((id) =>
          animals.filter((other) => other.name !== name && other.above.includes(id)).map((other) => other.name),
        ),
      difficulty: band(rank, BANDS),
    }));
  },
};

/** The scientific name of a species: two words, the first of which WordNet knows as the name of a genus. */
function binomialOf({ words }: Meaning, wordnet: WordNet): string | undefined {
  return words.find((word) => BINOMIAL.test(word) && wordnet.isNoun(`genus ${word.split(' ')[0]}`));
}
