import tseslint from 'typescript-eslint';
import prettier from 'eslint-config-prettier';

/** Folders that must give the same bytes for the same input (S18): no clock, no environment, no chance, no I/O. */
const PURE = [
  'src/deal/**',
  'src/capacity/**',
  'src/checks/**',
  'src/rules/**',
  'src/signoff/**',
  'src/brief/**',
  'src/write-back/**',
];

const IMPURE_GLOBALS = ['process', 'fetch', 'console', 'setTimeout', 'setInterval', 'performance', 'crypto'].map(
  (name) => ({
    name,
    message: 'Pure folders take facts as arguments: no I/O, no environment, no clock (docs/architecture.md).',
  }),
);

const noClock = [
  { object: 'Date', property: 'now', message: 'The clock is passed in.' },
  { object: 'Math', property: 'random', message: 'Chance is passed in.' },
];

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'coverage/',
      '.keepable/',
      'node_modules/',
      'app-manifest/*/node_modules/',
      'app-manifest/salesforce/',
      'src/ui/salesforce-org/lightning/',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommendedTypeChecked, prettier],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 10],
      'max-params': ['error', 3],
      'no-console': 'error',
      eqeqeq: 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'The environment is read in src/config.ts only.' },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: PURE,
    rules: {
      'no-restricted-globals': ['error', ...IMPURE_GLOBALS],
      'no-restricted-properties': ['error', ...noClock],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The clock is passed in.' },
      ],
    },
  },
  { files: ['src/config.ts', 'src/main.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: [
      'src/cli/**',
      'src/main.ts',
      'src/sheet/parse-child.ts',
      'test/bench/**',
      'test/faults/**',
      'test/support/take-pictures.ts',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**'],
    rules: {
      'max-lines-per-function': 'off',
      // a property or a stand-in may spell out many cases; the product may not
      complexity: 'off',
      'max-params': ['error', 4],
      'no-restricted-properties': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.object.name='jest'][callee.property.name=/^(mock|unstable_mockModule)$/]",
          message: 'Own modules are not mocked: pass a stand-in as an argument.',
        },
        {
          selector: 'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(skip|only|todo)$/]',
          message: 'A test runs or does not exist.',
        },
      ],
    },
  },
);
