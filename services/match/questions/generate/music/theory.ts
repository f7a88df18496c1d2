import { slug } from '../english.ts';
import { band } from '../familiarity.ts';
import type { Template } from '../template.ts';

/** A key as musicians learn it: what it is called, its signs, its notes, and the key with the same signs. */
export interface Key {
  readonly tonic: string;
  readonly mode: 'major' | 'minor';
  /** Sharps count up, flats down. */
  readonly signs: number;
  readonly notes: readonly string[];
  readonly relative: string;
}

/** A chord by its usual name, and the notes from its root up. */
export interface Chord {
  readonly root: string;
  readonly kind: string;
  readonly notes: readonly string[];
}

/** An interval by its usual name. */
export interface Interval {
  readonly name: string;
  readonly semitones: number;
}

/** What the templates of music theory are made from. */
export interface Theory {
  readonly keys: readonly Key[];
  readonly chords: readonly Chord[];
  readonly intervals: readonly Interval[];
}

const BANDS = [0, 2, 4, 6] as const;
const DEGREES = ['tonic', 'supertonic', 'mediant', 'subdominant', 'dominant', 'submediant', 'leading note'];

/** Asks for the signs of a key. Wrong options are as many of the others, and one more or less. */
export const keySignature: Template<Theory> = {
  name: 'key-signature',
  category: 'music',
  most: 30,
  drafts: ({ keys }) =>
    keys
      .filter(({ signs }) => signs !== 0)
      .map((key) => ({
        key: slug(nameOf(key).replaceAll('♯', ' sharp').replaceAll('♭', ' flat')),
        text: `What is the key signature of ${nameOf(key)}?`,
        right: signature(key.signs),
        wrong: [
          [-key.signs, key.signs + 1, key.signs - 1]
            .filter((signs) => signs !== 0 && Math.abs(signs) < 8)
            .map(signature),
        ],
        difficulty: band(Math.abs(key.signs), [0, 1, 3, 5]),
      })),
};

/** Asks for the minor key with the signs of a major one, and the other way round. */
export const relativeKey: Template<Theory> = {
  name: 'relative-key',
  category: 'music',
  most: 30,
  drafts: ({ keys }) =>
    keys.map((key) => {
      const other = key.mode === 'major' ? 'minor' : 'major';
      const others = keys.filter(({ mode, tonic }) => mode === other && tonic !== key.relative);
      return {
        key: slug(nameOf(key).replaceAll('♯', ' sharp').replaceAll('♭', ' flat')),
        text: `Which is the relative ${other} of ${nameOf(key)}?`,
        right: `${sign(key.relative)} ${other}`,
        wrong: [others.filter(({ signs }) => Math.abs(signs - key.signs) < 4).map(nameOf)],
        difficulty: band(Math.abs(key.signs), [-1, 0, 2, 4]),
      };
    }),
};

/** Asks for a note of a major scale by its place. Wrong options are other notes of the scale. */
export const degreeOfScale: Template<Theory> = {
  name: 'degree-of-scale',
  category: 'music',
  most: 40,
  drafts: ({ keys }) =>
    keys
      .filter(({ mode, signs }) => mode === 'major' && Math.abs(signs) < 6)
      .flatMap((key) =>
        [3, 4, 6, 2, 5].map((degree) => ({
          key: slug(`${DEGREES[degree]} ${nameOf(key).replaceAll('♯', ' sharp').replaceAll('♭', ' flat')}`),
          text: `Which note is the ${DEGREES[degree]} of ${nameOf(key)}?`,
          right: sign(key.notes[degree] as string),
          wrong: [key.notes.filter((_, index) => index !== degree && index !== 0).map(sign)],
          difficulty: Math.min(5, band(Math.abs(key.signs), BANDS) + 1),
        })),
      ),
};

/** Asks which chord notes make. Wrong options are chords of another kind on the same root, and of the same kind on others. */
export const chordOfNotes: Template<Theory> = {
  name: 'chord-of-notes',
  category: 'music',
  most: 40,
  drafts: ({ chords }) =>
    chords.map((chord) => {
      const others = chords.filter(
        (other) => other !== chord && !other.notes.every((note) => chord.notes.includes(note)),
      );
      return {
        key: slug(`${chord.root.replace('#', ' sharp').replace(/b$/, ' flat')} ${chord.kind}`),
        text: `Which chord do the notes ${listed(chord.notes.map(sign))} make?`,
        right: chordName(chord),
        wrong: [others.filter(({ root }) => root === chord.root), others.filter(({ kind }) => kind === chord.kind)].map(
          (group) => group.map(chordName),
        ),
        difficulty: chord.kind === 'major' ? 2 : chord.kind === 'minor' ? 3 : 4,
      };
    }),
};

/** Asks how many semitones an interval has. Wrong options are one and two more or less. */
export const semitones: Template<Theory> = {
  name: 'semitones',
  category: 'music',
  most: 15,
  drafts: ({ intervals }) =>
    intervals.map((interval) => ({
      key: slug(interval.name),
      text: `How many semitones are in a ${interval.name}?`.replace(/ a (augmented|octave)/, ' an $1'),
      right: String(interval.semitones),
      wrong: [
        [-2, -1, 1, 2]
          .map((step) => interval.semitones + step)
          .filter((count) => count > 0)
          .map(String),
      ],
      difficulty: 3,
    })),
};

/** What is asked about music theory. */
export const theoryTemplates = [keySignature, relativeKey, degreeOfScale, chordOfNotes, semitones];

function nameOf({ tonic, mode }: Key): string {
  return `${sign(tonic)} ${mode}`;
}

function chordName({ root, kind }: Chord): string {
  return `${sign(root)} ${kind}`;
}

/** A note as it is printed: "Bb" is B♭. */
function sign(note: string): string {
  return note.replaceAll('#', '♯').replace(/(?<=^[A-G])b+/, (flats) => '♭'.repeat(flats.length));
}

function signature(signs: number): string {
  const count = Math.abs(signs);
  return `${count} ${signs > 0 ? 'sharp' : 'flat'}${count === 1 ? '' : 's'}`;
}

function listed(notes: readonly string[]): string {
  return `${notes.slice(0, -1).join(', ')} and ${notes.at(-1)}`;
}
