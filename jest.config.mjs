import { availableParallelism } from 'node:os';

/** One project per kind of test: `jest --selectProjects unit` needs nothing but Node, the others start real parts. */
const common = {
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/support/strip-types.mjs' },
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/.tools/', '<rootDir>/.data/'],
};

export default {
  // Jest would leave a core idle, though most tests wait for time to pass; more than four only crowd the one PostgreSQL.
  maxWorkers: Math.min(4, availableParallelism()),
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/{services,clients,local}/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '/dist/', '\\.store\\.test\\.ts$'],
    },
    {
      ...common,
      displayName: 'store',
      testMatch: ['<rootDir>/{services,local}/**/*.store.test.ts'],
      globalSetup: '<rootDir>/test/support/postgres-setup.mjs',
      globalTeardown: '<rootDir>/test/support/postgres-teardown.mjs',
    },
    { ...common, displayName: 'mesh', testMatch: ['<rootDir>/test/mesh/**/*.test.ts'] },
    { ...common, displayName: 'faults', testMatch: ['<rootDir>/test/faults/**/*.test.ts'] },
  ],
  // Only to end what hangs: a slow machine is no failure, and every promise of time is asserted by a test of its own.
  testTimeout: 30_000,
  collectCoverageFrom: ['services/**/*.ts', 'clients/**/*.ts', 'local/**/*.ts', '!**/*.test.ts'],
};
