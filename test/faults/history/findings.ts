import { EndCode } from '../../../clients/sdk/src/index.ts';
import type { Invariant, Observer, Violation } from './history.ts';

/** Gathers what is wrong with one match. */
export class Findings {
  readonly matchId: string;
  readonly violations: Violation[] = [];

  constructor(matchId: string) {
    this.matchId = matchId;
  }

  /** @param what completes "match …, entry …, <observer>: …" */
  add(invariant: Invariant, where: { seq?: number; observer?: Observer }, what: string): void {
    const { seq, observer } = where;
    const place = [
      `match ${this.matchId}`,
      ...(seq === undefined ? [] : [`entry ${seq}`]),
      ...(observer ? [observer.name] : []),
    ].join(', ');
    const sentence = `${invariant}: ${place}: ${what}.`;
    this.violations.push({ invariant, matchId: this.matchId, seq, observer: observer?.name, sentence });
  }
}

/** A message for a sentence: as JSON, with bytes as hex. */
export const textOf = (message: unknown): string =>
  JSON.stringify(message, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
  );

/** A code's name, for sentences. */
export const endCodeName = (code: EndCode): string =>
  Object.entries(EndCode).find(([, value]) => value === code)?.[0] ?? String(code);
