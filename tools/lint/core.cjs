// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

const { builtinModules } = require('node:module');

const never = (selector, message) => ({ selector, message });

const impureSyntax = [
  never(
    'TSEnumDeclaration',
    'Use a union of string literals instead of an enum.',
  ),
  never(
    'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
    'The core has no clock: take `now` as an argument.',
  ),
  never(
    'NewExpression[callee.name="Date"][arguments.length=0]',
    'The core has no clock: take `now` as an argument.',
  ),
  never(
    'CallExpression[callee.name="Date"]',
    'The core has no clock: take `now` as an argument.',
  ),
  never(
    'MemberExpression[object.name="Math"][property.name="random"]',
    'The core has no randomness: take the value as an argument.',
  ),
  never(':function[async=true]', 'The core is synchronous.'),
  never('AwaitExpression', 'The core is synchronous.'),
  never('MemberExpression[object.name="Promise"]', 'The core is synchronous.'),
  never('NewExpression[callee.name="Promise"]', 'The core is synchronous.'),
];

const impureGlobals = [
  'crypto',
  'fetch',
  'globalThis',
  'performance',
  'process',
  'queueMicrotask',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'window',
].map(name => ({ name, message: 'The core has no IO, clock or randomness.' }));

const io = builtinModules
  .flatMap(name => [name, `node:${name}`])
  .map(name => ({
    name,
    message: 'The core has no IO: it runs in the browser as well.',
  }));

/**
 * Overrides for the package in `folder`: the core, which is all of promotion-common but its client and its test
 * support, has no IO, clock, randomness or async.
 */
exports.core = folder => {
  if (!folder.endsWith('promotion-common')) return [];
  return [
    {
      files: ['src/**/*.ts'],
      excludedFiles: ['src/client/**', 'src/testing/**', '**/*.test.ts'],
      rules: {
        'no-restricted-syntax': ['error', ...impureSyntax],
        'no-restricted-globals': ['error', ...impureGlobals],
        '@typescript-eslint/no-restricted-imports': [
          'error',
          {
            paths: io,
            patterns: [
              {
                group: ['/knex', '/@octokit/*'],
                message: 'The core has no IO.',
              },
            ],
          },
        ],
      },
    },
  ];
};
