/** Runs rules where asking for the time or for chance throws, because a replay would get another answer. */
export function withoutClockAndChance<T>(run: () => T): T {
  const { Date: RealDate } = globalThis;
  const { random } = Math;
  const forbid = (what: string) => (): never => {
    throw new Error(`the rules must not use ${what}: a replay would get another answer`);
  };
  globalThis.Date = new Proxy(RealDate, {
    apply: forbid('Date()'),
    construct: (target, args) => (args.length === 0 ? forbid('new Date()')() : Reflect.construct(target, args)),
    get: (target, key) => (key === 'now' ? forbid('Date.now()') : Reflect.get(target, key)),
  });
  Math.random = forbid('Math.random()');
  try {
    return run();
  } finally {
    globalThis.Date = RealDate;
    Math.random = random;
  }
}
