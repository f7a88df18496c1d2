import { expect, test } from '@jest/globals';
import { servicesOf } from './watch.ts';

test.each([
  ['services/match/room/room.ts', ['match']],
  ['services/user/main.ts', ['user']],
  ['services/harness/run.ts', ['user', 'match', 'stats']],
  ['gen/playmesh/user/v1/user.ts', ['user', 'match', 'stats']],
])('%s is run by %j', (file, services) => {
  expect(servicesOf(file)).toEqual(services);
});
