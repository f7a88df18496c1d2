import { formatId } from '../../clients/sdk/src/index.ts';
import { newId } from '../../clients/sdk/src/ids.ts';
import type { TestMesh } from './mesh.ts';
import type { Player } from './players.ts';

/** Gives a guest an account, and roles beside that of a player; its new tokens say so. */
export async function promote(mesh: TestMesh, { client, userId }: Player, ...roles: readonly string[]): Promise<void> {
  const username = `promoted-${formatId(newId()).slice(0, 8)}`;
  const password = 'correct horse of its own';
  await client.upgrade({ username, email: `${username}@example.com`, password });
  await mesh.sql('update users.account set roles = $2 where id = $1', [userId, ['player', ...roles]]);
  await client.logIn(username, password);
}
