/** The results as a table for people: pure text from the lines. */
import type { Result } from './results.ts';
import { mergeCounts, quantile } from './waits.ts';

const head = [
  'fault',
  'strikes',
  'in flight: least / median',
  'accepted',
  'lost',
  'doubled',
  'out of order',
  'players affected',
  'next accepted, ms: p50 / p99 / max',
  'date',
  'commit',
];

/**
 * A markdown table with a row for each fault, in the order of `faults`: the sums over the parts of its newest run, which
 * are those with the seed and commit of its last line.
 * @param faults names and what they mean
 */
export function report(results: readonly Result[], faults: readonly { name: string; what: string }[]): string {
  const rows = faults.flatMap(({ name, what }) => {
    const all = results.filter(({ fault }) => fault === name);
    const newest = all.at(-1);
    if (!newest) return [];
    return [
      row(
        what,
        name,
        all.filter((one) => one.seed === newest.seed && one.commit === newest.commit),
      ),
    ];
  });
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function row(what: string, name: string, parts: readonly Result[]): string[] {
  const sum = (of: (part: Result) => number) => parts.reduce((total, part) => total + of(part), 0);
  const medians = parts.map(({ inFlight }) => inFlight.median).sort((a, b) => a - b);
  const waits = mergeCounts(parts.map(({ nextAccepted }) => nextAccepted));
  const others = otherwise(
    sum((part) => part.others),
    'other violations',
  );
  const stranded = otherwise(
    sum((part) => part.stranded),
    'never came back',
  );
  const least = Math.min(...parts.map(({ inFlight }) => inFlight.least));
  const { time, commit } = parts.at(-1)!;
  return [
    `${what} (\`${name}\`)`,
    count(sum((part) => part.strikes)),
    `${count(least)} / ${count(medians[medians.length >> 1])}`,
    count(sum((part) => part.accepted)),
    count(sum((part) => part.lost)),
    count(sum((part) => part.doubled)),
    count(sum((part) => part.outOfOrder)) + others,
    count(sum((part) => part.affected)) + stranded,
    [0.5, 0.99, 1].map((share) => count(quantile(waits, share))).join(' / '),
    time.slice(0, 10),
    commit,
  ];
}

const count = (value: number | undefined) => value?.toLocaleString('en-US') ?? '–';
const otherwise = (value: number, what: string) => (value === 0 ? '' : ` (${count(value)} ${what})`);
