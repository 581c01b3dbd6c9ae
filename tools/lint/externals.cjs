// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

const knex = {
  // With a slash in front the pattern is about the package, not about a file of that name.
  group: ['/knex', '/knex/*'],
  message: 'Only Database*.ts and sql/ know knex; use the store.',
};
const octokit = {
  group: ['/@octokit/*', '/octokit'],
  message: 'Only adapters/github knows Octokit; use a port.',
};

const allow = (files, patterns) => ({
  files,
  rules: {
    '@typescript-eslint/no-restricted-imports':
      patterns.length === 0 ? 'off' : ['error', { patterns }],
  },
});

/** Overrides for the package in `folder`: which libraries are known to whom. */
exports.externals = folder => {
  if (!folder.startsWith('plugins')) return [];
  return [
    allow(['**/*.ts', '**/*.tsx'], [knex, octokit]),
    allow(['**/Database*.ts', '**/sql/**/*.ts', '**/migrations/**'], [octokit]),
    ...(folder.endsWith('promotion-backend')
      ? [allow(['src/adapters/github/**/*.ts'], [knex])]
      : []),
  ];
};
