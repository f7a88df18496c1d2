import eslint from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Packages that only some folders may know: what for, and which folders. */
const guarded = [
  {
    packages: ['@mikro-orm/*', 'pg', 'kysely'],
    reason: 'only store/ folders speak to PostgreSQL',
    folders: ['services/**/store/**'],
  },
  {
    packages: ['ioredis'],
    reason: "only match's bus and the harness's caches speak to Redis",
    folders: ['services/match/bus/**', 'services/harness/{redis,rate-limit}*'],
  },
  {
    packages: ['@grpc/*'],
    reason: 'only the adapter in harness/grpc knows grpc-js',
    folders: ['services/harness/grpc/**'],
  },
  {
    packages: ['nodemailer'],
    reason: 'only mail/ speaks to mail servers',
    folders: ['services/user/mail/**'],
  },
  {
    packages: ['**/simulation/*'],
    reason: 'simulated parts are for tests',
    folders: ['services/match/room/simulation/**'],
  },
];

/** Imports that a folder may not have: as patterns of `no-restricted-imports`, types allowed where they are only that. */
const restricted = (patterns) => ({ '@typescript-eslint/no-restricted-imports': ['error', { patterns }] });

const packageFences = guarded.map(({ packages, reason }) => ({
  group: packages,
  message: reason,
  allowTypeImports: true,
}));

/** Which folders may not import from which. */
const zones = [
  { target: ['services', 'clients', 'local', 'bench'], from: 'test', message: 'nothing imports test/' },
  { target: ['services', 'clients', 'local', 'test'], from: 'bench', message: 'nothing imports bench/' },
  { target: 'services/harness', from: ['services/user', 'services/match', 'services/stats'] },
  { target: 'services/user', from: ['services/match', 'services/stats'] },
  { target: 'services/match', from: ['services/user', 'services/stats'] },
  { target: 'services/stats', from: ['services/user', 'services/match'] },
  { target: 'services', from: ['clients', 'local'] },
  { target: 'clients', from: ['services', 'local'] },
  {
    target: ['clients/bots/go', 'clients/bots/trivia', 'clients/terminal', 'local'],
    from: 'clients/bots/test-support',
    message: 'test support is for tests',
  },
].map((zone) => ({ message: 'a service reaches another only through gen clients', ...zone }));

/** Rules are pure: what they decide depends on their arguments alone. */
const purity = {
  'no-restricted-globals': [
    'error',
    ...['process', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'crypto', 'performance'].map(
      (name) => ({ name, message: 'rules are pure' }),
    ),
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'time is an argument of the rules' },
    { object: 'Math', property: 'random', message: 'chance is an argument of the rules' },
  ],
};

export default defineConfig(
  globalIgnores(['gen/', 'node_modules/', '.tools/', '.data/', 'coverage/', '**/dist/', 'helm/']),
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts', '.mjs'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/resolver-next': [importX.createNodeResolver({ extensions: ['.ts', '.mjs', '.js', '.json'] })],
    },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/no-deprecated': 'error',
      // An abort's reason may be anything, and is handed on as it is.
      '@typescript-eslint/prefer-promise-reject-errors': [
        'error',
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // Our objects are closures: their methods need no `this`.
      '@typescript-eslint/unbound-method': 'off',
      // Interfaces ask for a promise of methods that have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400 }],
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: import.meta.dirname,
          zones,
        },
      ],
    },
  },
  // Bots are tested against the service's own rules.
  { files: ['**/*.test.ts', 'clients/bots/test-support/**'], rules: { 'import-x/no-restricted-paths': 'off' } },

  // What a service may import is told by the folder its file is in.
  { files: ['services/**/*.ts'], ignores: ['**/*.test.ts'], rules: restricted(packageFences) },
  ...guarded.map(({ folders, reason }) => ({
    files: folders,
    ignores: ['**/*.test.ts'],
    rules: restricted(packageFences.filter(({ message }) => message !== reason)),
  })),
  {
    files: ['services/*/**/*.ts'],
    ignores: [
      '**/{handlers,wire,intake,mesh}/**',
      '**/wire.ts',
      'services/*/{main,app}.ts',
      'services/harness/**',
      '**/*.test.ts',
    ],
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: import.meta.dirname,
          zones: [
            ...zones,
            { target: 'services', from: 'gen', message: 'generated types stay in handlers/, wire/, intake/ and mesh/' },
          ],
        },
      ],
    },
  },
  {
    files: [
      'services/match/games/*/**/*.ts',
      'services/match/matchmaking/pair*.ts',
      'services/stats/tally/**/*.ts',
      'services/user/domain/**/*.ts',
    ],
    ignores: ['**/*.test.ts', 'services/match/games/kit/**'],
    rules: {
      ...purity,
      ...restricted([
        { regex: '^(?!\\.\\.?/)(?!yjs$)(?!glicko2-lite$)', message: 'rules are pure: they know no packages' },
        { regex: '^\\.\\./(?!game\\.ts$)', message: 'rules know their own folder and game.ts, nothing else' },
      ]),
    },
  },
  // How a game's events look on the wire is beside its rules, and no part of them.
  { files: ['services/match/games/*/wire.ts'], rules: { '@typescript-eslint/no-restricted-imports': 'off' } },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { performance: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly' } },
  },
);
