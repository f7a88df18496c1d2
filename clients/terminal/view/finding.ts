import { gameOf, modeName } from '../state/games.ts';
import type { FindingScreen } from '../state/list-screens.ts';
import type { Frame } from './frame.ts';
import { line, paragraph, span } from './line.ts';
import type { Size } from './line.ts';

/** The queue, and where one stands in it. */
export const findingView = ({ mode, place, since, now }: FindingScreen, { columns }: Size): Frame => {
  const isGo = gameOf(mode) === 'go';
  const waited = Math.max(0, Math.round((now - since) / 1_000));
  return {
    title: isGo ? `Finding an opponent: ${modeName(mode)}` : 'Finding an opponent',
    body: [
      [],
      line('  Looking for somebody of about your strength', '.'.repeat((waited % 3) + 1)),
      [],
      line('  Place in the queue   ', span(place?.position === undefined ? '–' : String(place.position), 'strong')),
      line('  Likely still         ', span(estimate(place?.estimateMs), 'strong')),
      line('  Waited               ', span(`${waited} s`, 'strong')),
      [],
      ...paragraph(
        `After twenty seconds anybody will do. A bot would play at once${isGo ? ', and a challenge waits as long as you like.' : '.'}`,
        columns,
        'faint',
      ),
    ],
    keys: ['Esc stop looking'],
  };
};

function estimate(estimateMs: number | undefined): string {
  if (estimateMs === undefined) return 'not known yet';
  const seconds = Math.ceil(estimateMs / 1_000);
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
