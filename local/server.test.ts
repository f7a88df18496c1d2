import { expect, test } from '@jest/globals';
import { serverAddress } from './server.ts';

const nowhere = { DATA_FOLDER: '/nonexistent' };

test('a client talks to the mesh that make run would start, or to the one that is named', () => {
  expect(serverAddress(nowhere, [])).toBe('http://127.0.0.1:8080');
  expect(serverAddress({ ...nowhere, PORT_OFFSET: '100' }, [])).toBe('http://127.0.0.1:8180');
  expect(serverAddress({ ...nowhere, SERVER: 'https://mesh.example.org' }, [])).toBe('https://mesh.example.org');
  expect(serverAddress({ ...nowhere, SERVER: 'http://[::1]:9000/' }, [])).toBe('http://[::1]:9000');
});

test.each(['mesh', '127.0.0.1:8080', 'ftp://mesh', 'http://mesh/path', 'http://ada:secret@mesh'])(
  'SERVER=%s is refused in a sentence',
  (address) => {
    expect(() => serverAddress({ ...nowhere, SERVER: address }, [])).toThrow('SERVER must be like http://host:port');
  },
);

test('what the command does not know is refused', () => {
  const environment = { ...nowhere, MAKEFLAGS: ' -- SERVER=http://mesh PROFILE=ben' };
  expect(() => serverAddress(environment, ['PROFILE'])).not.toThrow();
  expect(() => serverAddress(environment, [])).toThrow('PROFILE is not a variable of this command');
});
