import { readdir, readFile } from 'node:fs/promises';

/** What the book says about a question. */
export interface BookEntry {
  readonly answer: string;
  /** From 1 (nearly everyone knows it) to 5 (hardly anyone does). */
  readonly difficulty: number;
}

/** The book that bots have read parts of, by question. */
export type Book = ReadonlyMap<string, BookEntry>;

/** A question of the files, as far as bots care. */
export interface BookQuestion {
  readonly text: string;
  readonly options: readonly string[];
  readonly rightChoice: number;
  readonly difficulty?: number;
}

/** Where a question says nothing of it. */
const USUAL_DIFFICULTY = 3;

/** Questions are the same where they differ in case and spacing only. */
const folded = (text: string): string => text.toLowerCase().replaceAll(/\s+/gu, ' ').trim();

/** A book of questions. */
export const bookOf = (questions: readonly BookQuestion[]): Book =>
  new Map(
    questions.map(({ text, options, rightChoice, difficulty = USUAL_DIFFICULTY }) => [
      folded(text),
      { answer: options[rightChoice]!, difficulty },
    ]),
  );

/** What the book says about a question as it is asked, if it is in it. */
export const lookUp = (book: Book, text: string): BookEntry | undefined => book.get(folded(text));

/** Reads the questions that the project publishes; the same ones that a service is filled with, but from the open files. */
export async function readBook(
  folder: URL = new URL('../../../services/match/questions/', import.meta.url),
): Promise<Book> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.json'));
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')));
  return bookOf(texts.flatMap((text) => (JSON.parse(text) as { questions: BookQuestion[] }).questions));
}
