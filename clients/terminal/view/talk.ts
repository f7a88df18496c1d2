import type { AppState } from '../state/app-state.ts';
import type { Said } from '../state/match-screen.ts';
import { nameOf } from '../state/names.ts';
import { plain, wrap } from '../text.ts';
import { line, span } from './line.ts';
import type { Line } from './line.ts';

/** The last of what was said, in so many rows at most. @param margin columns before the name */
export function talkRows(state: AppState, talk: readonly Said[], columns: number, most: number, margin = '  '): Line[] {
  if (most <= 0) return [];
  return talk
    .flatMap(({ userId, text }) => {
      const own = userId === state.me?.userId;
      const name = `${own ? 'you' : nameOf(state, userId)}: `;
      return wrap(plain(`${name}${text}`), columns - 2 * margin.length).map((row, index) =>
        index === 0 && row.startsWith(name)
          ? line(margin, span(name, own ? 'strong' : 'accent'), row.slice(name.length))
          : line(margin, margin, row),
      );
    })
    .slice(-most);
}
