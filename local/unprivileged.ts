import { execFile } from 'node:child_process';
import { chown, lstat, readFile, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from './steps.mjs';

const execute = promisify(execFile);

/**
 * The command words to put before a program that refuses to run as root (PostgreSQL), so that it may use `folders`.
 * Empty for an ordinary user. As root it is a user namespace in which root bears another uid, and where the kernel
 * forbids that (a chroot, many containers) another account, which then owns `folders`. Both replace themselves by the
 * program, so the pid stays the program's own.
 * @throws Failure when root can do neither
 */
export async function withoutRoot(...folders: string[]): Promise<string[]> {
  if (process.getuid?.() !== 0) return [];
  const account = await ordinaryAccount();
  const namespace = ['unshare', '--user', `--map-user=${account.uid}`];
  if (await works(namespace)) {
    for (const folder of folders) await give(folder, 0, 0);
    return namespace;
  }
  const plain = ['setpriv', `--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
  for (const folder of folders) await give(folder, account.uid, account.gid);
  if ((await Promise.all(folders.map(isOpenAbove))).every(Boolean) && (await works(plain))) return plain;
  // The checkout lies below a folder closed to others, as /root is: the account may pass it, and is root in nothing else.
  // The secure bit keeps access(2), by which initdb looks for its programs, from dropping that one capability.
  const passing = [...plain, '--securebits=+no_setuid_fixup', '--bounding-set=-all,+dac_override'];
  passing.push('--inh-caps=-all,+dac_override', '--ambient-caps=-all,+dac_override');
  if (await works(passing)) return passing;
  throw new Failure(
    'PostgreSQL does not run as root, and neither unshare nor setpriv works here: run as another user.',
  );
}

async function ordinaryAccount(): Promise<{ uid: number; gid: number }> {
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const found =
    accounts.find(([name]) => name === 'postgres') ??
    accounts.find(([name]) => name === 'nobody') ??
    accounts.find(([name, , uid]) => name && Number(uid) > 0);
  if (!found) throw new Failure('PostgreSQL does not run as root, and /etc/passwd names no other account.');
  return { uid: Number(found[2]), gid: Number(found[3]) };
}

const works = (prefix: string[]) =>
  execute(prefix[0]!, [...prefix.slice(1), process.execPath, '--version']).then(
    () => true,
    () => false,
  );

/** Whether every folder above may be entered by anybody. */
async function isOpenAbove(folder: string): Promise<boolean> {
  for (let above = dirname(folder); ; above = dirname(above)) {
    if (((await stat(above)).mode & 0o001) === 0) return false;
    if (above === '/') return true;
  }
}

/** Makes the account owner of a folder and all in it; looks no further when the folder is its own already. */
async function give(folder: string, uid: number, gid: number): Promise<void> {
  const info = await lstat(folder);
  if (info.uid === uid && info.gid === gid) return;
  if (info.isDirectory()) for (const entry of await readdir(folder)) await give(join(folder, entry), uid, gid);
  await chown(folder, uid, gid);
}
