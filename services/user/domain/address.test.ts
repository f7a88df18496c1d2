import { expect, test } from '@jest/globals';
import { addressGroup } from './address.ts';

test.each([
  ['an IPv4 address', '192.0.2.7', '192.0.2.7'],
  ['an IPv4 address within IPv6', '::ffff:192.0.2.7', '192.0.2.7'],
  ['an IPv6 address', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['one in upper case with zeros', '2001:0DB8:0001:0002::6', '2001:db8:1:2::/64'],
  ['one with a gap in its network', '2001:db8::5:6', '2001:db8:0:0::/64'],
  ['the loopback', '::1', '0:0:0:0::/64'],
  ['a name', 'unknown', 'unknown'],
])('%s', (_, address, group) => {
  expect(addressGroup(address)).toBe(group);
});
