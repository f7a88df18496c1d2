/** What both sides have, point by point. */
import type { GoTally, GoView } from '../../../sdk/src/index.ts';
import { pad, padStart } from '../../text.ts';
import { line, span } from '../line.ts';
import type { Line } from '../line.ts';
import { points } from './words.ts';

const LABEL_COLUMNS = 9;
/** Black's, and White's with the space between. */
const SUM_COLUMNS = [7, 8] as const;

/** A row for each kind of points that somebody has, and the total; none before the scoring. */
export function tallyRows({ black, white }: Pick<GoView, 'black' | 'white'>): Line[] {
  if (!black || !white) return [];
  const row = (label: string, of: (tally: GoTally) => number, show: (value: number) => string = String): Line[] => {
    const values = [black, white].map(of);
    if (values.every((value) => value === 0)) return [];
    return [line(pad(label, LABEL_COLUMNS), ...values.map((value, side) => column(show(value), side)))];
  };
  const totals = [black, white].map(({ totalHalfPoints }, side) => column(points(totalHalfPoints), side));
  return [
    line(pad('', LABEL_COLUMNS), span(column('X Black', 0), 'accent'), span(column('O White', 1), 'strong')),
    ...row('stones', ({ stones }) => stones),
    ...row('territory', ({ territory }) => territory),
    ...row('prisoners', ({ prisoners }) => prisoners),
    ...row('handicap', ({ handicap }) => handicap),
    ...row('komi', ({ komiHalfPoints }) => komiHalfPoints, points),
    line(span(`${pad('total', LABEL_COLUMNS)}${totals.join('')}`, 'strong')),
  ];
}

const column = (text: string, side: number): string => padStart(text, SUM_COLUMNS[side]!);
