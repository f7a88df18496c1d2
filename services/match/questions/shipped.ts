import { readFile, readdir } from 'node:fs/promises';
import { InvalidBank, parseBank, repeatsIn } from './bank.ts';
import type { Bank, BankQuestion } from './bank.ts';

const GENERATED = new URL('generated/', import.meta.url);

/** The banks that ship with the service, by the names of their files: what was written by hand, and what was generated. */
export async function readShippedBanks(): Promise<ReadonlyMap<string, Bank>> {
  const generated = (await readdir(GENERATED)).filter((name) => name.endsWith('.json')).sort();
  const files = [new URL('general.json', import.meta.url), ...generated.map((name) => new URL(name, GENERATED))];
  return new Map(
    await Promise.all(
      files.map(async (file): Promise<[string, Bank]> => [
        file.pathname.slice(file.pathname.lastIndexOf('/') + 1),
        parseBank(await readFile(file, 'utf8')),
      ]),
    ),
  );
}

/** All questions that ship with the service. @throws InvalidBank when two have the same id or text */
export async function readShippedQuestions(): Promise<readonly BankQuestion[]> {
  const questions = [...(await readShippedBanks()).values()].flatMap((bank) => bank.questions);
  const problems = repeatsIn(questions);
  if (problems.length > 0) throw new InvalidBank(problems);
  return questions;
}
