import type { Template } from '../template.ts';
import { scientificNames } from './animals.ts';
import type { Words } from './described.ts';
import { kindsAsked } from './kinds.ts';
import type { Kind } from './kinds.ts';

const animal = (words: string, key: string, number = '05'): Kind => [words, `${key}%1:${number}:00::`];

const ANIMALS: readonly Kind[] = [
  animal('a rodent', 'rodent'),
  animal('a marsupial', 'marsupial'),
  animal('a primate', 'primate', '18'),
  animal('a whale or dolphin', 'cetacean'),
  animal('a wading bird', 'wading_bird'),
  animal('a bird of prey', 'bird_of_prey'),
  animal('a songbird', 'oscine'),
  animal('a parrot', 'parrot'),
  animal('a duck, goose or swan', 'waterfowl'),
  animal('a snake', 'snake'),
  animal('a lizard', 'lizard'),
  animal('a turtle', 'turtle'),
  animal('a dinosaur', 'dinosaur'),
  animal('an amphibian', 'amphibian'),
  animal('a shark', 'shark'),
  animal('a bony fish', 'bony_fish'),
  animal('a crustacean', 'crustacean'),
  animal('a mollusc', 'mollusk'),
  animal('an insect', 'insect'),
  animal('a spider or scorpion', 'arachnid'),
  animal('a hoofed mammal', 'ungulate'),
  animal('a carnivorous mammal', 'carnivore'),
  animal('a breed of dog', 'dog'),
];

const FOODS: readonly Kind[] = [
  ['a cheese', 'cheese%1:13:00::'],
  ['a pasta', 'pasta%1:13:01::'],
  [
    'a bread, cake or sweet',
    'bread%1:13:00::',
    'cake%1:13:02::',
    'pastry%1:13:02::',
    'candy%1:13:00::',
    'dessert%1:13:00::',
  ],
  ['a sausage', 'sausage%1:13:00::'],
  ['a fruit or vegetable', 'edible_fruit%1:13:00::', 'citrus%1:13:00::', 'vegetable%1:13:00::'],
  ['a soup, stew or sauce', 'sauce%1:13:00::', 'soup%1:13:00::', 'stew%1:13:00::'],
  ['a fish', 'fish%1:13:00::'],
  ['a shellfish', 'shellfish%1:13:00::'],
  ['a cocktail', 'cocktail%1:13:00::'],
  ['a wine', 'wine%1:13:00::'],
  ['a liqueur', 'liqueur%1:13:00::'],
  ['a beer', 'beer%1:13:00::'],
  ['a nut', 'edible_nut%1:13:00::'],
];

const THINGS: readonly Kind[] = [
  ['a hat or cap', 'hat%1:06:00::', 'headdress%1:06:00::'],
  ['a shoe or boot', 'footwear%1:06:00::'],
  ['a fabric', 'fabric%1:06:00::'],
  ['a sword', 'sword%1:06:00::'],
  ['a dagger or knife', 'knife%1:06:00::'],
  ['a firearm', 'gun%1:06:00::'],
  ['a boat or ship', 'vessel%1:06:00::'],
  ['a carriage', 'carriage%1:06:01::'],
  ['a piece of furniture', 'furniture%1:06:00::'],
  ['a wind instrument', 'wind_instrument%1:06:00::'],
  ['a stringed instrument', 'stringed_instrument%1:06:00::'],
  ['a percussion instrument', 'percussion_instrument%1:06:00::'],
  ['a dance', 'dance%1:10:00::', 'ballroom_dancing%1:04:00::', 'folk_dance%1:04:00::'],
  ['a card game', 'card_game%1:04:00::'],
  ['a martial art', 'martial_art%1:04:00::'],
  ['a poem', 'poem%1:10:00::'],
  ['a hairstyle', 'hairdo%1:08:00::'],
];

const NATURAL: readonly Kind[] = [
  ['a bone', 'bone%1:08:00::'],
  ['a tooth', 'tooth%1:08:00::'],
  ['a muscle', 'muscle%1:08:00::'],
  ['a gland', 'gland%1:08:00::'],
  ['a blood vessel', 'blood_vessel%1:08:00::'],
  ['a metal or an alloy', 'metallic_element%1:27:00::', 'alloy%1:27:00::'],
  ['a rock or mineral', 'rock%1:27:00::', 'mineral%1:27:00::'],
  ['an enzyme', 'enzyme%1:27:00::'],
  ['a wind', 'wind%1:19:00::'],
  ['a cloud', 'cloud%1:19:01::'],
  ['a fungus', 'fungus%1:20:00::'],
  ['a conifer', 'conifer%1:20:00::'],
  ['a fern', 'fern%1:20:00::'],
  ['a palm', 'palm%1:20:00::'],
  ['a grass', 'grass%1:20:00::'],
  ['a disease', 'disease%1:26:00::'],
];

/** What sort of thing a word stands for. */
export const sorts: readonly Template<Words>[] = [
  kindsAsked('kind-of-animal', 'nature', 130, 'What sort of animal is called', ANIMALS),
  kindsAsked('kind-of-food', 'food', 80, 'What sort of food or drink is called', FOODS),
  kindsAsked('kind-of-thing', 'language', 120, 'What sort of thing is called', THINGS),
  kindsAsked('kind-in-nature', 'science', 80, 'What in nature is called', NATURAL),
  scientificNames,
];
