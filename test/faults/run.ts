/**
 * `make faults`: faults strike meshes under load, and what the clients saw is held against the logs. Each part adds a line
 * to results/faults.jsonl; a run that was stopped goes on where it was. `--report` prints the table of what is there.
 */
import { join } from 'node:path';
import { fail, Failure, note, step } from '../../local/steps.mjs';
import { root } from '../../local/tools.ts';
import { faults } from './nemesis/catalogue.ts';
import { runPart } from './nemesis/part.ts';
import { planOf, readRunOptions, remaining } from './nemesis/plan.ts';
import { report } from './nemesis/report.ts';
import { appendResult, commitHere, readResults } from './nemesis/results.ts';

const file = join(root, 'results', 'faults.jsonl');
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () =>
    stop.abort(new Failure('Stopped; the same command goes on with the part that was under way.')),
  );
}

try {
  if (!process.argv.includes('--report')) await run();
  process.stdout.write(`${report(await readResults(file), faults)}\n`);
} catch (error) {
  fail(error);
}
process.exit(); // What a part that was stopped left waiting must not keep it alive.

async function run(): Promise<void> {
  const options = readRunOptions(process.env);
  const setting = { seed: options.seed, commit: await commitHere() };
  const plan = planOf(options);
  const left = remaining(plan, await readResults(file), setting);
  if (left.length < plan.length) note(`${plan.length - left.length} of ${plan.length} parts were done before`);
  for (const part of left) {
    const { fault, strikes } = part;
    try {
      const result = await step(`${fault.name} × ${strikes}`, () => runPart(part, setting, note, stop.signal));
      await appendResult(file, result);
      for (const sentence of result.violations) note(sentence);
      if (result.violations.length === 0 && result.stranded === 0) continue;
    } catch (error) {
      stop.signal.throwIfAborted();
      fail(error); // The other parts can be done all the same; the next run does this one again.
    }
    process.exitCode = 1;
    note(`to be seen again with SEED=${setting.seed} FAULT=${fault.name}: this was part ${part.part}`);
  }
}
