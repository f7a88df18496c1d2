/** Runs rules where asking for the time or for chance throws, because a replay would get another answer. */
export function withoutClockAndChance<T>(run: () => T): T {
  const { Date: RealDate } = globalThis;
  const { random } = Math;
  const forbid = (what: string) => (): never => {
    throw new Error(`the rules must not use ${what}: a replay would get another answer`);
  };
  globalThis.Date = new Proxy<DateConstructor>(RealDate, {
    apply: forbid('Date()'),
    construct: (target, args): Date => {
      return args.length === 0 ? forbid('new Date()')() : new target(...(args as [number]));
    },
    get: (target, key): unknown => (key === 'now' ? forbid('Date.now()') : Reflect.get(target, key)),
  });
  Math.random = forbid('Math.random()');
  try {
    return run();
  } finally {
    globalThis.Date = RealDate;
    Math.random = random;
  }
}
