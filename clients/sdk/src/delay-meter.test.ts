import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { DelayMeter } from './delay-meter.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Probes count up; what comes back with one is its number and 100. */
class Service {
  asked: number[][] = [];
  isAway = false;
  #probes = 0;

  readonly measure = (probe: Uint8Array) => {
    this.asked.push([...probe]);
    if (this.isAway) return Promise.reject(new Error('away'));
    this.#probes += 1;
    const delay = Uint8Array.from(probe, (byte) => byte + 100);
    return Promise.resolve({ probe: Uint8Array.of(this.#probes), delay });
  };
}

test('a probe is brought back at once, and once a minute another', async () => {
  const service = new Service();
  const meter = new DelayMeter(service.measure);
  expect(meter.newest).toBeUndefined();
  meter.start();
  meter.start();
  await jest.advanceTimersByTimeAsync(0);
  expect(service.asked).toEqual([[], [1]]);
  expect(meter.newest).toEqual(Uint8Array.of(101));
  await jest.advanceTimersByTimeAsync(60_000);
  expect(service.asked).toEqual([[], [1], [], [3]]);
  expect(meter.newest).toEqual(Uint8Array.of(103));
  meter.stop();
  await jest.advanceTimersByTimeAsync(600_000);
  expect(service.asked).toHaveLength(4);
});

test('what was measured stands while the service cannot be asked, and it is asked again', async () => {
  const service = new Service();
  const meter = new DelayMeter(service.measure);
  meter.start();
  await jest.advanceTimersByTimeAsync(0);
  service.isAway = true;
  await jest.advanceTimersByTimeAsync(60_000);
  expect(meter.newest).toEqual(Uint8Array.of(101));
  service.isAway = false;
  await jest.advanceTimersByTimeAsync(5_000);
  expect(meter.newest).toEqual(Uint8Array.of(103));
  meter.stop();
});

test('one that was stopped before it began never asks', async () => {
  const service = new Service();
  const meter = new DelayMeter(service.measure);
  meter.stop();
  meter.start();
  await jest.advanceTimersByTimeAsync(60_000);
  expect(service.asked).toEqual([]);
});
