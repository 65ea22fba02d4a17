import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'dist-*/', 'data/', 'node_modules/', 'coverage/', '**/node_modules/'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  { files: ['scripts/**', 'bench/**', 'tests/system/**', 'src/cli/**'], rules: { 'no-console': 'off' } },
  // Patterns that may backtrack without end are refused; what is left is at most quadratic, on texts cut at 2,000
  // characters, and tests/unit/regularExpressions.test.ts tries hostile texts against every pattern.
  {
    files: ['src/**', 'dialogs/**'],
    plugins: { regexp },
    rules: { 'regexp/no-super-linear-backtracking': ['error', { report: 'certain' }] },
  },
  // Tests look into payloads of other people's services, whose types say nothing of use.
  { files: ['tests/**'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
