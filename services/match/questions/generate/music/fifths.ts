import type { Chord, Interval, Key, Theory } from './theory.ts';

/**
 * Music theory on the line of fifths, … B♭ F C G D A E B F♯ …, where every note has a number (C is 0, G is 1, F is -1) and
 * every interval is a distance. The rules are the data: there is nothing to be looked up.
 */
export function theoryOfFifths(): Theory {
  return { keys: keys(), chords: chords(), intervals: INTERVALS };
}

/** The steps of the major scale, from the tonic. */
const MAJOR = [0, 2, 4, -1, 1, 3, 5];
const NATURAL_MINOR = [0, 2, -3, -1, 1, -4, -2];
const TO_RELATIVE_MINOR = 3;

const CHORDS: Readonly<Record<string, readonly number[]>> = {
  major: [0, 4, 1],
  minor: [0, -3, 1],
  diminished: [0, -3, -6],
  augmented: [0, 4, 8],
  'dominant seventh': [0, 4, 1, -2],
  'major seventh': [0, 4, 1, 5],
};
const ROOTS = [-3, -2, -1, 0, 1, 2, 3, 4, 5];

const INTERVALS: readonly Interval[] = [
  { name: 'major second', semitones: 2 },
  { name: 'minor third', semitones: 3 },
  { name: 'major third', semitones: 4 },
  { name: 'perfect fourth', semitones: 5 },
  { name: 'tritone', semitones: 6 },
  { name: 'perfect fifth', semitones: 7 },
  { name: 'minor sixth', semitones: 8 },
  { name: 'major sixth', semitones: 9 },
  { name: 'minor seventh', semitones: 10 },
  { name: 'major seventh', semitones: 11 },
  { name: 'major ninth', semitones: 14 },
];

/** The keys with up to seven signs. */
function keys(): Key[] {
  return Array.from({ length: 15 }, (_, index) => index - 7).flatMap((signs): Key[] => {
    const [major, minor] = [signs, signs + TO_RELATIVE_MINOR];
    return [
      {
        tonic: note(major),
        mode: 'major',
        signs,
        notes: MAJOR.map((step) => note(major + step)),
        relative: note(minor),
      },
      {
        tonic: note(minor),
        mode: 'minor',
        signs,
        notes: NATURAL_MINOR.map((step) => note(minor + step)),
        relative: note(major),
      },
    ];
  });
}

/** The usual chords on the usual roots; those with a double sign are left out. */
function chords(): Chord[] {
  return ROOTS.flatMap((root) =>
    Object.entries(CHORDS).map(([kind, steps]) => ({
      root: note(root),
      kind,
      notes: steps.map((step) => note(root + step)),
    })),
  ).filter(({ notes }) => notes.every((one) => one.length < 3));
}

/** The name of a note by its number: F C G D A E B are -1 to 5, and seven fifths up add a sharp. */
function note(number: number): string {
  const signs = Math.floor((number + 1) / 7);
  return `${'FCGDAEB'[number + 1 - signs * 7]}${(signs > 0 ? '#' : 'b').repeat(Math.abs(signs))}`;
}
