import { describe, expect, test } from '@jest/globals';
import type { Clock } from '../../harness/clock.ts';
import { newId } from '../../harness/ids.ts';
import type { Mode } from '../games/catalogue.ts';
import { decodeEvents, type SeatRating } from '../room/entry.ts';
import { countingGame } from '../room/simulation/counting-game.ts';
import { MatchMaker } from './new-match.ts';

const SETTLED: SeatRating = { rating: 2_100, isProvisional: false, rank: '3d' };

/** A maker of matches that want ratings and of matches that do not; and who was asked about. */
function open(known: Readonly<Record<string, SeatRating>>) {
  const asked: string[] = [];
  const ratings = {
    of: async (userId: string, ratedAs: string) => {
      asked.push(`${userId} ${ratedAs}`);
      return known[userId];
    },
  };
  const modes: readonly Mode[] = [
    { name: 'plain', game: countingGame, config: {} },
    { name: 'rated', game: { ...countingGame, wantsRatings: true }, config: {}, ratedAs: 'pool' },
  ];
  const maker = new MatchMaker(modes, {}, ratings, { now: () => 0 } as unknown as Clock);
  const make = async (mode: string, userIds: readonly string[]) => {
    const match = { mode: maker.mode(mode)!, visibility: 'open', userIds, isRated: true } as const;
    return decodeEvents((await maker.make(match)).body);
  };
  return { maker, make, asked };
}

describe('a match', () => {
  test('of a game that wants them begins with its players’ ratings, as far as they are known', async () => {
    const [ann, bob] = [newId(), newId()];
    const { make, asked } = open({ [ann]: SETTLED });

    expect((await make('rated', [ann, bob])).slice(-2)).toEqual([
      { kind: 'playerJoined', seat: 0, userId: ann, rating: SETTLED },
      { kind: 'playerJoined', seat: 1, userId: bob },
    ]);
    expect(asked).toEqual([`${ann} pool`, `${bob} pool`]);
  });

  test('of another game knows no ratings, and nobody is asked for them', async () => {
    const ann = newId();
    const { maker, make, asked } = open({ [ann]: SETTLED });

    expect((await make('plain', [ann])).at(-1)).toEqual({ kind: 'playerJoined', seat: 0, userId: ann });
    expect(await maker.seatRating(maker.mode('plain'), ann)).toBeUndefined();
    expect(asked).toEqual([]);
  });
});
