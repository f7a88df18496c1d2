import { MAX_OVERTIME_LEFT, MAX_SECONDS } from './go-record.ts';

/** A value of TM: seconds in FF[4]; before it was any text, of which clocks and hours are known. */
export interface SgfMainTime {
  readonly seconds: number;
  /** What follows a clock: 5x1:00 in 30:00(5x1:00), 30:00/25 in 30:00+30:00/25. */
  readonly overtime?: string;
}

/** Undefined where the text tells no time. */
export function mainTimeOfSgf(text: string): SgfMainTime | undefined {
  const plain = secondsOfSgf(text);
  if (plain !== undefined) return { seconds: plain };
  const [, hours = '0', minutes, seconds, rest = ''] =
    /^(?:(\d{1,3}):)?(\d{1,3}):(\d\d)(?:[+(](.+?)\)?)?$/.exec(text.trim()) ?? [];
  if (minutes !== undefined) {
    const total = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
    return { seconds: total, ...(rest === '' ? {} : { overtime: rest }) };
  }
  const [, whole] = /^(\d{1,3}(?:\.5)?) ?h(?:(?:ou)?rs?)?(?: each)?$/i.exec(text.trim()) ?? [];
  return whole === undefined ? undefined : { seconds: Number(whole) * 3_600 };
}

/** Seconds to the millisecond, or undefined where the text is no such number. */
export function secondsOfSgf(text: string): number | undefined {
  if (!/^\d{1,10}(?:\.\d*)?$/.test(text.trim())) return undefined;
  const seconds = Math.round(Number(text) * 1_000) / 1_000;
  return seconds <= MAX_SECONDS ? seconds : undefined;
}

/** Stones or periods, or undefined where the text is no such number. */
export function overtimeLeftOfSgf(text: string): number | undefined {
  const left = Number(text);
  return /^\d+$/.test(text.trim()) && left <= MAX_OVERTIME_LEFT ? left : undefined;
}
