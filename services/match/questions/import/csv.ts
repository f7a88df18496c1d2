import { CsvError, parse } from 'csv-parse/sync';
import type { Info } from 'csv-parse/sync';
import { accept, categoryOf, trimmed } from './accept.ts';
import type { Imported, KnownTexts, Refused, Submission } from './accept.ts';

const NEEDED = ['category', 'text', 'right', 'wrong1'];
const COLUMNS = [...NEEDED, 'id', 'wrong2', 'wrong3', 'difficulty', 'locale'];
const WRONG = ['wrong1', 'wrong2', 'wrong3'];
const DEFAULTS = { difficulty: '3', locale: 'en' };
const NAMES = {
  text: 'text',
  right: 'right',
  wrong: (index: number): string => `wrong${index + 1}`,
  options: 'right, wrong1 to wrong3',
};

interface Row {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * The questions of a CSV file: RFC 4180, with or without a byte order mark, with any line ends. The first row names the
 * columns, in any order: category, text, right and wrong1, and where there are such id, wrong2, wrong3, difficulty (1 to 5,
 * otherwise 3) and locale (BCP 47, otherwise en). A file whose first row is wrong is refused as a whole.
 */
export function importCsv(text: string, known: KnownTexts): Imported {
  const [header, ...rows] = rowsOf(text);
  if (header === undefined) return refusal(1, 'the file is empty');
  if ('reason' in header) return { questions: [], refused: [header] };
  const columns = header.fields.map((name) => name.trim().toLowerCase());
  const problem = problemOf(columns);
  if (problem !== undefined) return refusal(header.line, problem);
  return accept(
    rows.map((row) => ('reason' in row ? row : submissionOf(row, columns))),
    known,
    NAMES,
  );
}

/** The rows of a file, and what is no row, in order. Empty lines are neither. */
function rowsOf(text: string): (Row | Refused)[] {
  const rows: (Row | Refused)[] = [];
  let end = 0;
  const next = (last: number): number => {
    const line = end + 1;
    end = last;
    return line;
  };
  // Line ends within quotes would be counted twice where they are of two characters.
  parse(text.replaceAll(/\r\n?/g, '\n'), {
    bom: true,
    relax_column_count: true,
    skip_records_with_error: true,
    on_record: (fields: string[], { lines }: Info) => {
      const line = next(lines);
      if (fields.some((field) => field !== '')) rows.push({ line, fields });
      return null;
    },
    on_skip: (error) => {
      const line = next(error instanceof CsvError ? Number(error['lines']) : end + 1);
      rows.push({ line, reason: `not CSV: ${error?.message ?? 'cannot be read'}` });
      return undefined;
    },
  });
  return rows;
}

function problemOf(columns: readonly string[]): string | undefined {
  const missing = NEEDED.filter((name) => !columns.includes(name));
  const unknown = columns.filter((name) => !COLUMNS.includes(name));
  if (missing.length > 0) return `the first row names no column ${missing.join(', ')}`;
  if (unknown.length > 0) return `the first row has an unknown column ${unknown.join(', ')}`;
  return new Set(columns).size === columns.length ? undefined : 'the first row names a column twice';
}

function submissionOf({ line, fields }: Row, columns: readonly string[]): Submission | Refused {
  if (fields.length !== columns.length) {
    return { line, reason: `has ${fields.length} fields, the first row has ${columns.length}` };
  }
  const row = new Map(columns.map((name, index) => [name, trimmed(fields[index] as string)]));
  const field = (name: string): string => row.get(name) ?? '';
  const difficulty = field('difficulty') || DEFAULTS.difficulty;
  if (!/^[1-5]$/.test(difficulty)) return { line, reason: 'difficulty: must be a whole number from 1 to 5' };
  const wrong = WRONG.map(field);
  const filled = wrong.filter((option) => option !== '');
  const gap = wrong.findIndex((option, index) => option === '' && index < filled.length);
  if (gap !== -1 || filled.length === 0) return { line, reason: `${WRONG[Math.max(0, gap)]}: must be a text` };
  return {
    line,
    id: field('id') || undefined,
    category: categoryOf(field('category')),
    text: field('text'),
    right: field('right'),
    wrong: filled,
    difficulty: Number(difficulty),
    locale: field('locale') || DEFAULTS.locale,
  };
}

function refusal(line: number, reason: string): Imported {
  return { questions: [], refused: [{ line, reason }] };
}
