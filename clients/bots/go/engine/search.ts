import { BLACK, EMPTY } from '../../../sdk/src/games/go-board.ts';
import type { StoneColour } from '../../../sdk/src/games/go-board.ts';
import type { Random } from '../../random.ts';
import { Playout } from './playout.ts';
import { addPriors } from './priors.ts';
import { SearchBoard } from './search-board.ts';
import type { SearchNode } from './search-node.ts';

/** A node grows children once it was visited so often. */
const GROWN_AT = 4;
/** How many visits it takes until a move's own results count as much as what is said of it elsewhere in the tree (RAVE). */
const RAVE_VISITS = 1_000;
/** How much of a result is by how much it was won, so that a game that is won or lost is still played to its end. */
const MARGIN_SHARE = 0.1;
/** By how many full lines of points more a game cannot be won. */
const MARGIN_LINES = 4;

/** What is looked for the best move in. */
export interface SearchTask {
  readonly colour: StoneColour;
  /** In half points. */
  readonly komi: number;
  /** The cell of the move before; `PASS` where there was none. */
  readonly last: number;
  /** Whether the player to move may play on a cell now. */
  readonly admits: (cell: number) => boolean;
  readonly random: Random;
}

/** What was found out about a position. */
export interface Findings {
  /** The mean result of the player to move, 0 to 1. */
  readonly value: number;
  /** By how many points the player to move wins, on average. */
  readonly margin: number;
  /** The moves by the visits they got, most first. */
  readonly moves: readonly { readonly cell: number; readonly visits: number; readonly value: number }[];
  /** By cell: whose it was at the end, from -1 (always white's) to 1 (always black's). */
  readonly ownership: Float64Array;
}

/** When a search ends. */
export interface SearchLimits {
  readonly playouts: number;
  /** On the clock of `performance.now`. */
  readonly untilMs: number;
}

/**
 * Looks for the best move: UCT with RAVE (Gelly and Silver, "Combining online and offline knowledge in UCT", ICML 2007) over
 * playouts, with a head start for moves that look good.
 */
export class Search {
  readonly #root: SearchBoard;
  readonly #board: SearchBoard;
  readonly #playout: Playout;
  readonly #komi: number;
  readonly #tree: SearchNode;
  readonly #last: number;
  /** By cell: who was the first to play there in a playout; `EMPTY` for nobody. */
  readonly #first: Uint8Array;
  readonly #ownership: Float64Array;
  #playouts = 0;
  #wins = 0;
  #margins = 0;

  constructor(root: SearchBoard, { colour, komi, last, admits, random }: SearchTask) {
    this.#root = root;
    this.#board = new SearchBoard(root.size);
    this.#playout = new Playout(random);
    this.#komi = komi;
    this.#last = last;
    this.#first = new Uint8Array(root.colours.length);
    this.#ownership = new Float64Array(root.colours.length);
    this.#tree = grow(root, colour, last, admits);
  }

  run({ playouts, untilMs }: SearchLimits): Findings {
    while (this.#playouts < playouts) {
      this.#playOne();
      if (this.#playouts % 8 === 0 && performance.now() >= untilMs) break;
    }
    const { moves, visits, wins } = this.#tree;
    const found = Array.from(moves, (cell, index) => ({
      cell,
      visits: visits[index]!,
      value: wins[index]! / Math.max(1, visits[index]!),
    }));
    return {
      value: this.#wins / Math.max(1, this.#playouts),
      margin: this.#margins / Math.max(1, this.#playouts),
      moves: found.sort((one, other) => other.visits - one.visits),
      ownership: this.#ownership.map((sum) => sum / Math.max(1, this.#playouts)),
    };
  }

  #playOne(): void {
    const board = this.#board;
    board.copyFrom(this.#root);
    this.#first.fill(EMPTY);
    const path: { readonly node: SearchNode; readonly index: number }[] = [];
    let node: SearchNode | undefined = this.#tree;
    let last = this.#last;
    let toMove = node.colour;
    while (node && node.moves.length > 0) {
      const index = best(node);
      const cell = node.moves[index]!;
      board.play(cell, node.colour);
      this.#note(cell, node.colour);
      path.push({ node, index });
      toMove = (3 - node.colour) as StoneColour;
      last = cell;
      const visits = node.visits[index]!;
      if (node.children[index] === undefined && visits >= GROWN_AT) {
        node.children[index] = grow(board, toMove, cell, anything);
      }
      node = node.children[index];
    }
    this.#playout.run(board, toMove, last, this.#note);
    this.#learn(path, this.#result());
  }

  readonly #note = (cell: number, colour: StoneColour): void => {
    if (this.#first[cell] === EMPTY) this.#first[cell] = colour;
  };

  /** What the end of a playout is worth to black, 0 to 1; notes whose every point is. */
  #result(): number {
    const board = this.#board;
    const { size } = board;
    let black = 0;
    for (let row = 1; row <= size; row++) {
      for (let cell = row * board.width + 1; cell <= row * board.width + size; cell++) {
        const owner = board.ownerOf(cell);
        if (owner === EMPTY) continue;
        black += owner === BLACK ? 1 : -1;
        this.#ownership[cell]! += owner === BLACK ? 1 : -1;
      }
    }
    const margin = 2 * black - this.#komi;
    this.#margins += (this.#tree.colour === BLACK ? margin : -margin) / 2;
    const won = margin > 0 ? 1 : margin < 0 ? 0 : 0.5;
    const share = 0.5 + margin / (4 * MARGIN_LINES * size);
    return (1 - MARGIN_SHARE) * won + MARGIN_SHARE * Math.min(1, Math.max(0, share));
  }

  #learn(path: readonly { readonly node: SearchNode; readonly index: number }[], black: number): void {
    this.#playouts += 1;
    this.#wins += this.#tree.colour === BLACK ? black : 1 - black;
    for (const { node, index } of path) {
      const result = node.colour === BLACK ? black : 1 - black;
      node.visits[index]! += 1;
      node.wins[index]! += result;
      const { moves, raveVisits, raveWins } = node;
      for (let other = 0; other < moves.length; other++) {
        if (this.#first[moves[other]!] !== node.colour) continue;
        raveVisits[other]! += 1;
        raveWins[other]! += result;
      }
    }
  }
}

const anything = (): boolean => true;

/** A node with all moves that are legal and fill no own eye. */
function grow(board: SearchBoard, colour: StoneColour, last: number, admits: SearchTask['admits']): SearchNode {
  const moves = board.empty
    .subarray(0, board.emptyCount)
    .filter((cell) => board.isLegal(cell, colour) && !board.isEye(cell, colour) && admits(cell));
  const node: SearchNode = {
    colour,
    moves,
    visits: new Float64Array(moves.length),
    wins: new Float64Array(moves.length),
    raveVisits: new Float64Array(moves.length),
    raveWins: new Float64Array(moves.length),
    children: Array<SearchNode | undefined>(moves.length).fill(undefined),
  };
  addPriors(board, node, last);
  return node;
}

/** The move to look at next: the one that promises most, by its own results and by those of RAVE. */
function best({ moves, visits, wins, raveVisits, raveWins }: SearchNode): number {
  let most = -1;
  let chosen = 0;
  for (let index = 0; index < moves.length; index++) {
    const own = visits[index]!;
    const rave = raveVisits[index]!;
    const weight = rave / (rave + own + (rave * own) / RAVE_VISITS);
    const said = (weight * raveWins[index]!) / rave;
    const promise = own > 0 ? said + ((1 - weight) * wins[index]!) / own : said;
    if (promise > most) {
      most = promise;
      chosen = index;
    }
  }
  return chosen;
}
