import { pointsOf } from '../games/go/opening.ts';
import { handicapStones } from '../games/go/rules.ts';
import type { GoLogEvent, GoState } from '../games/go/state.ts';
import { GoDecision, type GoClock, type GoConfig, type GoTimeControl } from '../games/go/wire.ts';
import type { SeatRating } from '../room/entry.ts';
import type { GoColour, GoRecord, GoRecordMove, GoRecordPlayer, GoRecordResult, GoRecordSetup } from './go-record.ts';
import { rulesetName } from './ruleset-number.ts';

const colourName = (colour: number): GoColour => (colour === 1 ? 'black' : 'white');

/**
 * The record of a match, at whatever moment.
 * @param events all that the game has stored
 * @param about names by seat, empty where unknown; ratings by seat, as far as they are known; and when it was made
 */
export function recordOfMatch(
  state: GoState,
  events: readonly GoLogEvent[],
  about: {
    readonly players: readonly string[];
    readonly ratings: readonly (Pick<SeatRating, 'rank' | 'isProvisional'> | undefined)[];
    readonly beganAt: number;
  },
): GoRecord {
  const { config, blackSeat, count } = state;
  const player = (seat: number): GoRecordPlayer => {
    const name = about.players[seat];
    const { rank, isProvisional } = about.ratings[seat] ?? {};
    // "12k?" as KGS writes ranks of which it is not sure.
    return { ...(name && { name }), ...(rank && { rank: isProvisional ? `${rank}?` : rank }) };
  };
  const marked = (letter: string): number[] => pointsOf(count?.board ?? '', letter);
  return {
    size: config.size,
    komi: config.komi!.halfPoints,
    handicap: config.handicap,
    ruleset: rulesetName(config.ruleset),
    black: player(blackSeat),
    white: player(1 - blackSeat),
    place: 'Playmesh',
    date: new Date(about.beganAt).toISOString().slice(0, 10),
    ...timeOf(config.time!.control!),
    result: resultOf(state),
    setup: setupOf(config),
    moves: movesOf(events, state),
    territory: { black: marked('b'), white: marked('w') },
    dead: state.dead,
  };
}

function setupOf(config: GoConfig): GoRecordSetup {
  const { opening } = config;
  if (!opening) return { black: handicapStones(config).toSorted((a, b) => a - b), white: [] };
  const { board, toMove } = opening;
  return { black: pointsOf(board, 'X'), white: pointsOf(board, 'O'), firstToPlay: colourName(toMove || 1) };
}

/** The moves that were not taken back, each with what its clock showed then. */
function movesOf(events: readonly GoLogEvent[], { moves }: GoState): GoRecordMove[] {
  const clocks: GoClock[] = [];
  for (const event of events) {
    if (event.kind === 'moved') clocks.push(event.clock);
    if (event.kind === 'undone') clocks.length = event.moves;
  }
  return moves.map(({ colour, point }, index) => ({ colour: colourName(colour), point, ...timeLeft(clocks[index]) }));
}

function timeLeft(clock: GoClock | undefined): Pick<GoRecordMove, 'secondsLeft' | 'overtimeLeft'> {
  if (!clock) return {};
  if (clock.mainMs > 0 || clock.periodMs === 0) return { secondsLeft: clock.mainMs / 1_000 };
  return { secondsLeft: clock.periodMs / 1_000, overtimeLeft: clock.periods || clock.stones };
}

/** Main time and overtime, in the words that most programs read. */
function timeOf(control: GoTimeControl): Pick<GoRecord, 'mainSeconds' | 'overtime'> {
  const seconds = (ms: number): number => ms / 1_000;
  switch (control.$case) {
    case 'absolute':
      return { mainSeconds: seconds(control.value.mainMs) };
    case 'fischer':
      return { mainSeconds: seconds(control.value.mainMs), overtime: `${seconds(control.value.incrementMs)} fischer` };
    case 'byoYomi': {
      const { mainMs, periods, periodMs } = control.value;
      return { mainSeconds: seconds(mainMs), overtime: `${periods}x${seconds(periodMs)} byo-yomi` };
    }
    case 'canadian': {
      const { mainMs, stones, periodMs } = control.value;
      return { mainSeconds: seconds(mainMs), overtime: `${stones}/${seconds(periodMs)} Canadian` };
    }
    case 'simple':
      return { mainSeconds: 0, overtime: `1x${seconds(control.value.moveMs)} byo-yomi` };
    case 'correspondence':
      return { mainSeconds: 0, overtime: `1x${control.value.days * 86_400} byo-yomi` };
  }
}

function resultOf({ result }: GoState): GoRecordResult | undefined {
  if (!result) return undefined;
  const { winner, decision, marginHalfPoints: margin } = result;
  if (decision === GoDecision.ANNULMENT) return { kind: 'void' };
  if (winner === 0) return { kind: 'draw' };
  const won = { kind: 'won', winner: colourName(winner) } as const;
  if (decision === GoDecision.SCORE) return { ...won, by: 'score', margin };
  return { ...won, by: decision === GoDecision.TIME ? 'time' : 'resignation' };
}
