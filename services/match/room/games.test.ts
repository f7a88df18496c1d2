import { expect, test } from '@jest/globals';
import { relay } from '../games/relay/relay.ts';
import { tictactoe } from '../games/tictactoe/tictactoe.ts';
import { trivia } from '../games/trivia/trivia.ts';
import type { AnyGame } from '../games/game.ts';
import { newId } from '../../harness/ids.ts';
import { viewOf } from './projection.ts';
import type { Answer } from './room.ts';
import type { Fault } from './simulation/log.ts';
import { ALICE, BOB } from './simulation/match.ts';
import { SimulatedWorld, type SimulatedReplica } from './simulation/replica.ts';

/*
 * Whole matches of real games, each player at a replica of their own, while messages are lost, answers of the database
 * do not come, and replicas are killed: both players see the same end.
 */

/** A replica whose statements are answered, lost or late by turns. */
async function unreliable(world: SimulatedWorld, game: AnyGame, offset: number): Promise<SimulatedReplica> {
  const replica = await world.replica([game]);
  const faults: readonly Fault[] = ['none', 'answerLost', 'none', 'lost', 'none', 'none', 'late'];
  let appended = offset;
  replica.log.fault = () => faults[appended++ % faults.length]!;
  return replica;
}

async function whole(
  game: AnyGame,
  match: { readonly config: object; readonly material: unknown },
  next: (state: never) => { readonly seat: number; readonly position: number; readonly command: unknown } | undefined,
): Promise<void> {
  const world = new SimulatedWorld();
  let told = 0;
  world.channels.copies = () => [1, 0, 2, 1][told++ % 4]!;
  const replicas = [await unreliable(world, game, 0), await unreliable(world, game, 3)];
  const matchId = world.create(game, [ALICE, BOB], match.config, match.material);
  const players = [ALICE, BOB];
  const streams = await Promise.all(players.map((userId, seat) => replicas[seat]!.attach(matchId, userId)));
  await world.time.advance(1_000);

  const accepted = new Map<string, number>();
  for (let turn = 0; turn < 300 && world.folded(game, matchId).status !== 'finished'; turn += 1) {
    if (turn === 8) {
      replicas[0]!.kill();
      replicas[0] = await unreliable(world, game, 5);
      streams[0] = await replicas[0].attach(matchId, ALICE, streams[0]!.cursor);
    }
    const move = next(world.folded(game, matchId).gameState as never);
    if (move) {
      const { seat, position, command } = move;
      const room = await replicas[seat]!.rooms.get(matchId);
      const submission = {
        actor: players[seat]!,
        commandId: newId(),
        command: { kind: 'play', userId: players[seat]!, game: game.name, position, command } as const,
      };
      let answer: Answer;
      do answer = await room.submit(submission);
      while (answer.kind === 'unknown');
      expect(answer.kind).toBe('accepted');
      if (answer.kind === 'accepted') accepted.set(submission.commandId, answer.seq);
    }
    await world.time.advance(move ? 300 : 1_000);
  }
  await world.time.advance(6_000);

  const state = world.folded(game, matchId);
  const log = world.database.log(matchId);
  expect(state.outcome?.reason).toBe('completed');
  for (const [commandId, seq] of accepted) expect(log[seq - 1]!.commandId).toBe(commandId);
  streams.forEach((stream, seat) => {
    expect(stream.problems).toEqual([]);
    expect(stream.cursor).toBe(log.length);
    expect(stream.ended).toEqual({ code: 'finished', resumeAfter: log.length });
    expect(viewOf(game, state, seat).outcome).toEqual(state.outcome);
  });
}

test('A trivia duel is played to its end over two replicas that lose messages and answers, and of which one dies.', async () => {
  const material = Array.from({ length: 5 }, (_, index) => ({
    id: `q${index}`,
    text: `Question ${index}?`,
    options: ['a', 'b', 'c', 'd'],
    rightChoice: index % 4,
  }));
  await whole(
    trivia,
    { config: { questions: 5 }, material },
    (state: { phase: string; number: number; answers: readonly unknown[] }) => {
      if (state.phase !== 'question') return undefined;
      const seat = state.answers.indexOf(null);
      return {
        seat,
        position: state.number,
        command: { $case: 'answer', value: { choice: (seat + state.number) % 4 } },
      };
    },
  );
});

test('A game of tic-tac-toe is, too.', async () => {
  await whole(
    tictactoe,
    { config: {}, material: undefined },
    (state: { nextSeat: number | null; cells: readonly number[] }) => {
      if (state.nextSeat === null) return undefined;
      const position = state.cells.filter((cell) => cell !== 0).length + 1;
      return { seat: state.nextSeat, position, command: { $case: 'mark', value: { cell: state.cells.indexOf(0) } } };
    },
  );
});

test('A relay is, too.', async () => {
  await whole(
    relay,
    { config: { passes: 20 }, material: undefined },
    (state: { nextSeat: number | null; passesMade: number }) => {
      if (state.nextSeat === null) return undefined;
      const command = { $case: 'pass', value: { baton: String(state.passesMade) } };
      return { seat: state.nextSeat, position: state.passesMade + 1, command };
    },
  );
});
