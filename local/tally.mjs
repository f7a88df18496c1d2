#!/usr/bin/env node
/** Sums jest's reports in a folder to one line; fails when a test failed, was skipped, or when none ran at all. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const folder = process.argv[2];
const reports = existsSync(folder)
  ? readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')))
  : [];
const sum = (...counts) => reports.flatMap((report) => counts.map((count) => report[count])).reduce((a, b) => a + b, 0);
const passed = sum('numPassedTests');
// A file that could not even be loaded has no tests to count, and has failed.
const failed = sum('numFailedTests', 'numRuntimeErrorTestSuites');
const skipped = sum('numPendingTests', 'numTodoTests');
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = passed === 0 || failed > 0 || skipped > 0 ? 1 : 0;
