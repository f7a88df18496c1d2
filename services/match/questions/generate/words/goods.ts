import type { Template } from '../template.ts';
import type { Words } from './described.ts';
import { thingsDescribed } from './things.ts';
import type { Things } from './things.ts';

const made = (asks: string, ...keys: string[]): Things => ({
  asks: `Which ${asks} is this`,
  under: keys.map((key) => `${key}::`),
  commonest: 5_000,
  rarest: 226_000,
});

/** The same, with names of one word: longer ones say what they name. */
const named = (asks: string, ...keys: string[]): Things => ({ ...made(asks, ...keys), isOneWord: true, leastWords: 6 });

/** What people make, wear, eat and drink. */
export const goods: readonly Template<Words>[] = [
  thingsDescribed('instrument', 'music', 50, {
    ...made('musical instrument', 'musical_instrument%1:06:00'),
    except: ['organ_stop%1:06:00::', 'organ_pipe%1:06:00::', 'free-reed%1:06:00::', 'concertina%1:06:00::'],
    leastWords: 7,
  }),
  thingsDescribed('dish', 'food', 90, {
    ...made('dish', 'dish%1:13:00', 'dessert%1:13:00', 'soup%1:13:00'),
    never: /\b(pizza made|restaurant|infants|sandwich without)\b/,
    leastWords: 6,
  }),
  thingsDescribed(
    'food',
    'food',
    60,
    named('cheese', 'cheese%1:13:00'),
    named('sauce or dressing', 'sauce%1:13:00'),
    named('pasta', 'pasta%1:13:01'),
    named('fruit', 'edible_fruit%1:13:00'),
    named('vegetable', 'vegetable%1:13:00'),
    named('bread', 'bread%1:13:00'),
    named('spice or herb', 'herb%1:13:00', 'spice%1:13:00'),
  ),
  thingsDescribed('drink', 'food', 50, named('drink', 'beverage%1:13:00')),
  thingsDescribed(
    'garment',
    'fashion',
    80,
    { ...named('piece of clothing', 'garment%1:06:00'), never: /\b(garments|clothes) |paint|launder/ },
    named('headgear', 'headdress%1:06:00'),
    named('footwear', 'footwear%1:06:00'),
  ),
  thingsDescribed('fabric', 'fashion', 40, {
    ...named('fabric', 'fabric%1:06:00'),
    only: /fabric|cloth|silk|wool|cotton|linen|crepe|velvet|satin|material/,
    never: /\b(sails?|jibs?|apron|net|piece of|sample|scarf|skirt|curtain)\b/,
  }),
  thingsDescribed(
    'weapon',
    'technology',
    40,
    { ...named('blade', 'sword%1:06:00', 'knife%1:06:00'), only: /sword|knife|dagger|blade/ },
    { ...named('firearm', 'gun%1:06:00'), only: /gun|rifle|pistol|firearm|musket|weapon/ },
    named('weapon', 'spear%1:06:00', 'bow%1:06:01'),
  ),
  thingsDescribed('ship', 'technology', 50, named('kind of vessel', 'vessel%1:06:00')),
];
