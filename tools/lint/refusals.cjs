// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

const message =
  'Refusals are made by the core: ask decideCommand and pass its refusal to refuse().';

const rooms = ['commands', 'http', 'execution', 'facts', 'views'];

/**
 * Overrides for the package in `folder`: what is refused is decided in the core, and becomes an error in one place of the
 * backend; the events of people are made by the core's commands alone.
 */
exports.refusals = (folder, restrictedSyntax) => {
  if (folder.endsWith('promotion-backend')) {
    return [
      {
        files: rooms.map(room => `src/${room}/**/*.ts`),
        excludedFiles: ['**/*.test.ts'],
        rules: {
          'no-restricted-syntax': [
            'error',
            ...restrictedSyntax,
            {
              selector:
                'NewExpression[callee.name=/^(ConflictError|NotAllowedError|RefusedError|StaleViewError)$/]',
              message,
            },
          ],
        },
      },
    ];
  }
  if (!folder.endsWith('promotion-common')) return [];
  return [
    {
      files: ['src/**/*.ts'],
      excludedFiles: [
        'src/commands/**',
        'src/testing/**',
        'src/lifecycle/PersonEvent.ts',
        'src/lifecycle/replay.ts',
        '**/*.test.ts',
      ],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              {
                group: ['**/PersonEvent'],
                importNames: ['allow', 'allowedWhenRecorded'],
                message: 'Only commands/ makes the events of people.',
              },
            ],
          },
        ],
      },
    },
  ];
};
