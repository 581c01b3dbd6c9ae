// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

const { join, relative } = require('node:path');
const createBackstageConfig = require('@backstage/cli/config/eslint-factory');
const { core } = require('./core.cjs');
const { directions } = require('./directions.cjs');
const { externals } = require('./externals.cjs');
const { fileNames } = require('./fileNames.cjs');
const { refusals } = require('./refusals.cjs');

const root = join(__dirname, '..', '..');

const noEnum = {
  selector: 'TSEnumDeclaration',
  message: 'Use a union of string literals instead of an enum.',
};

/** Tests and what exists for them; not held to the directions, since they look at everything. */
const testFiles = [
  '**/*.test.*',
  '**/tests/**',
  '**/testing/**',
  '**/testing.ts',
  '**/testUtils/**',
  '**/__testUtils__/**',
  '**/setupTests.ts',
  '**/e2e-tests/**',
  '**/*Contract.ts',
  '**/bench/**',
];

/**
 * The lint configuration of the package in folder `dir`: Backstage's, and on top of it what this project promises about
 * directions, the pure core and the shape of files.
 */
module.exports = function houseConfig(dir) {
  const folder = relative(root, dir);
  return createBackstageConfig(dir, {
    plugins: ['@eslint-community/eslint-comments'],
    ignorePatterns: ['**/coverage/**'],
    settings: {
      'import/resolver': {
        node: { extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs'] },
      },
      'import/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
    },
    restrictedSyntax: [noEnum],
    rules: {
      'import/no-cycle': ['error', { ignoreExternal: true }],
      'import/no-restricted-paths': [
        'error',
        { basePath: root, zones: directions },
      ],
      'max-lines': ['error', { max: 400 }],
      // What is named later in the file is there when the function that names it runs.
      '@typescript-eslint/no-use-before-define': [
        'error',
        {
          functions: false,
          classes: false,
          variables: false,
          typedefs: false,
        },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      'jest/expect-expect': [
        'error',
        {
          assertFunctionNames: [
            'expect',
            'expect*',
            'assert*',
            'fc.assert',
            'until*',
            'waitFor*',
          ],
        },
      ],
      '@eslint-community/eslint-comments/require-description': 'error',
      '@eslint-community/eslint-comments/no-unlimited-disable': 'error',
    },
    overrides: [
      ...externals(folder),
      ...core(folder),
      ...refusals(folder, [noEnum]),
      {
        files: testFiles,
        rules: {
          'import/no-restricted-paths': 'off',
          '@typescript-eslint/no-restricted-imports': 'off',
          'no-restricted-globals': 'off',
          'max-lines': 'off',
          // Contract suites are exported to adapter authors and have branches for what a subject may do.
          'jest/no-export': 'off',
          'jest/no-conditional-expect': 'off',
        },
      },
      {
        files: ['**/src/tests/**'],
        rules: {
          // Never built, so that what they import need not be installed with the package, nor lie beside it.
          '@backstage/no-undeclared-imports': 'off',
          'no-restricted-syntax': ['error', noEnum],
        },
      },
      { files: ['**/migrations/**'], rules: { 'max-lines': 'off' } },
      fileNames,
    ],
  });
};
