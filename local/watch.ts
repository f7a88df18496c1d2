import { watch } from 'node:fs';
import { join, sep } from 'node:path';
import type { Mesh } from './mesh.ts';
import { databaseRoles, type DatabaseService } from './roles.ts';
import { migrate } from './services.ts';
import { root } from './tools.ts';

/** An editor writes several files at once; they are one change. Milliseconds. */
const gather = 150;
/** In development nobody waits for a drain. Milliseconds. */
const patience = 300;

/**
 * Restarts the replicas of a service when its files change, and of all services when the harness or the generated code
 * does; a changed migration is run before. Gives the function that ends the watch.
 */
export function watchSources(mesh: Mesh, say: (sentence: string) => void): () => void {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let working = Promise.resolve();
  const note = (file: string) => {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) return;
    changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const files = [...changed];
      changed.clear();
      working = working.then(() => restart(mesh, files, say));
    }, gather);
  };
  const watchers = ['services', 'gen'].map((folder) =>
    watch(join(root, folder), { recursive: true }, (_, file) => {
      note(`${folder}${sep}${file}`);
    }),
  );
  say('watching services/ and gen/: what is edited is restarted');
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

/** The services that a changed file belongs to. */
export function servicesOf(file: string): DatabaseService[] {
  const all = Object.keys(databaseRoles) as DatabaseService[];
  const [folder, name] = file.split(sep);
  const own = all.filter((service) => folder === 'services' && service === name);
  return own.length > 0 ? own : all;
}

async function restart(mesh: Mesh, files: string[], say: (sentence: string) => void): Promise<void> {
  const services = new Set(files.flatMap(servicesOf));
  try {
    for (const service of services) {
      const migrated = files.some((file) => file.startsWith(join('services', service, 'store', 'migrations')));
      if (migrated) await migrate(service, mesh.surroundings, new AbortController().signal);
    }
    const parts = mesh.replicas.flatMap(({ name, service }) => {
      const part = services.has(service) ? mesh.parts.get(name) : undefined;
      return part ? [part] : [];
    });
    say(`${files[0]} changed: restarting ${parts.map((part) => part.program.name).join(', ')}`);
    await Promise.all(parts.map((part) => part.restart(patience)));
  } catch (error) {
    say((error as Error).message);
  }
}
