/**
 * Imported into a process before its program (`node --import`): plants the bug that the file named by PLANT_FILE names,
 * by changing one piece of source as it is loaded. Nothing in the checkout is changed, and without a name nothing at all.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bugs, withBug, type Bug } from './bugs.ts';

const named = readFileSync(process.env.PLANT_FILE!, 'utf8');
const bug: Bug | undefined = Object.values<Bug>(bugs).find(({ name }) => name === named);
if (named !== '' && !bug) throw new Error(`There is no bug "${named}" to plant.`);
if (bug) {
  const url = pathToFileURL(join(import.meta.dirname, '../../..', bug.file)).href;
  registerHooks({
    load(loading, context, next) {
      const loaded = next(loading, context);
      if (loading !== url) return loaded;
      const source = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source);
      process.stdout.write(`${JSON.stringify({ msg: 'planted', bug: bug.name })}\n`);
      return { ...loaded, source: withBug(source, bug) };
    },
  });
}
