// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

// Each rule of the house must really fire: a snippet that breaks it, linted at the path where it would stand.

import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../paths.mjs';

const require = createRequire(join(root, 'package.json'));
const { ESLint } = createRequire(require.resolve('@backstage/cli'))('eslint');

// The search for cycles reads the files around a snippet, which need not exist here; it has a test of its own.
const eslint = new ESLint({
  cwd: root,
  overrideConfig: { rules: { 'import/no-cycle': 'off' } },
});
const eslintWithCycles = new ESLint({
  cwd: root,
  // Without this the rule first looks at the files as they are on disk, where there is no cycle.
  overrideConfig: {
    rules: { 'import/no-cycle': ['error', { disableScc: true }] },
  },
});

const common = 'plugins/promotion-common/src';
const backend = 'plugins/promotion-backend/src';

const paths = 'import/no-restricted-paths';
const externals = '@typescript-eslint/no-restricted-imports';
const syntax = 'no-restricted-syntax';
const importOf = specifier => `import * as it from '${specifier}';\nit;\n`;

/** What is refused: rule, place, text. */
const refused = [
  [paths, `${common}/model/Probe.ts`, importOf('../rules')],
  [paths, `${common}/model/Probe.ts`, importOf('../lifecycle')],
  [paths, `${common}/rules/Probe.ts`, importOf('../lifecycle/states')],
  [paths, `${common}/lifecycle/Probe.ts`, importOf('../client')],
  [paths, `${common}/gates/Probe.ts`, importOf('../testing')],
  [paths, `${common}/lifecycle/Probe.ts`, importOf('../facts')],
  [paths, `${backend}/evidence/Probe.ts`, importOf('../observation/Observer')],
  [paths, `${backend}/rules/Probe.ts`, importOf('../facts/planPath')],
  [
    paths,
    `${backend}/observation/Probe.ts`,
    importOf('../facts/FactsGatherer'),
  ],
  [
    paths,
    `${backend}/facts/Probe.ts`,
    importOf('../execution/PromotionWorker'),
  ],
  [paths, `${backend}/execution/Probe.ts`, importOf('../views/ViewReader')],
  [paths, `${backend}/views/Probe.ts`, importOf('../http/createRouter')],
  [paths, `${backend}/http/Probe.ts`, importOf(upTo(firstAdapter()))],
  [paths, `${backend}/http/Probe.ts`, importOf(upTo(firstStore()))],
  [paths, `${backend}/http/Probe.ts`, importOf('../store/TransitionCommit')],
  [paths, `${backend}/rules/Probe.ts`, importOf(upTo(firstAdapter()))],
  [
    paths,
    `${backend}/adapters/github/Probe.ts`,
    importOf(`../${upTo(firstStore())}`),
  ],
  [paths, `${backend}/facts/Probe.ts`, importOf('../plugin')],
  [
    'no-restricted-imports',
    `${common}/lifecycle/Probe.ts`,
    `import { allow } from './PersonEvent';\nallow;\n`,
  ],
  ...['commands', 'http', 'execution'].flatMap(room =>
    ['ConflictError', 'NotAllowedError', 'RefusedError'].map(name => [
      syntax,
      `${backend}/${room}/Probe.ts`,
      `throw new ${name}('no');\n`,
    ]),
  ),
  [paths, `${common}/lifecycle/Probe.ts`, importOf('../commands')],
  [externals, `${backend}/facts/Probe.ts`, importOf('knex')],
  [externals, `${backend}/facts/Probe.ts`, importOf('@octokit/rest')],
  [externals, `${backend}/adapters/argocd/Probe.ts`, importOf('@octokit/rest')],
  [externals, `${backend}/adapters/github/Probe.ts`, importOf('knex')],
  [externals, `${common}/plan/Probe.ts`, importOf('node:fs')],
  [externals, `${common}/plan/Probe.ts`, importOf('knex')],
  [
    syntax,
    `${common}/gates/Probe.ts`,
    'export const now = () => Date.now();\n',
  ],
  [
    syntax,
    `${common}/gates/Probe.ts`,
    'export const now = () => new Date();\n',
  ],
  [
    syntax,
    `${common}/gates/Probe.ts`,
    'export const dice = () => Math.random();\n',
  ],
  [paths, `${common}/rules/Probe.ts`, importOf('../docs')],
  [syntax, `${common}/gates/Probe.ts`, 'export async function wait() {}\n'],
  [
    syntax,
    `${common}/gates/Probe.ts`,
    'export const wait = async () => undefined;\n',
  ],
  [
    syntax,
    `${common}/gates/Probe.ts`,
    'export const later = Promise.resolve(1);\n',
  ],
  [
    'no-restricted-globals',
    `${common}/gates/Probe.ts`,
    "export const answer = () => fetch('x');\n",
  ],
  [syntax, `${backend}/facts/Probe.ts`, 'export enum Colour { Red }\n'],
  [syntax, `${backend}/facts/utils.ts`, 'export const a = 1;\n'],
  [syntax, `${backend}/helpers/Probe.ts`, 'export const a = 1;\n'],
  [syntax, `${common}/model/dateUtils.ts`, 'export const a = 1;\n'],
  [syntax, 'packages/sandbox/src/SlotManager.ts', 'export const a = 1;\n'],
  [
    'max-lines',
    `${backend}/facts/Probe.ts`,
    'export const a = 1;\n'.repeat(401),
  ],
  [
    '@typescript-eslint/no-explicit-any',
    `${backend}/facts/Probe.ts`,
    'export const a: any = 1;\n',
  ],
  [
    '@typescript-eslint/ban-ts-comment',
    `${backend}/facts/Probe.ts`,
    '// @ts-ignore\nexport const a = 1;\n',
  ],
  [
    '@eslint-community/eslint-comments/require-description',
    `${backend}/facts/Probe.ts`,
    '// eslint-disable-next-line no-console\nconsole.log(1);\n',
  ],
];

/** What is right and must stay so: the same rules, the other side of the line. */
const allowed = [
  [paths, `${common}/lifecycle/Probe.ts`, importOf('../model')],
  [paths, `${common}/views/Probe.ts`, importOf('../facts')],
  [paths, `${backend}/execution/Probe.ts`, importOf('../facts/planPath')],
  [paths, `${backend}/facts/Probe.ts`, importOf('../store/DatabaseStores')],
  [paths, `${common}/client/Probe.ts`, importOf('../model')],
  [paths, `${common}/model/Probe.test.ts`, importOf('../testing')],
  [paths, `${backend}/probe.ts`, importOf('./plugin')],
  [externals, `${common}/lifecycle/Probe.ts`, importOf('./events')],
  [externals, `${backend}/facts/Probe.ts`, importOf('./knex')],
  [externals, `${backend}/store/sql/Probe.ts`, importOf('knex')],
  [externals, `${backend}/facts/DatabaseProbe.ts`, importOf('knex')],
  [externals, `${backend}/adapters/github/Probe.ts`, importOf('@octokit/rest')],
  [
    syntax,
    `${common}/client/Probe.ts`,
    'export const wait = async () => Date.now();\n',
  ],
  [
    syntax,
    `${common}/gates/Probe.ts`,
    "export const time = new Date('2026-01-01T00:00:00Z');\n",
  ],
  [
    'max-lines',
    `${backend}/facts/Probe.test.ts`,
    'export const a = 1;\n'.repeat(401),
  ],
  [
    '@eslint-community/eslint-comments/require-description',
    `${backend}/facts/Probe.ts`,
    '// eslint-disable-next-line no-console -- the process entry\nconsole.log(1);\n',
  ],
];

for (const [rule, filePath, text] of refused) {
  test(`${rule} refuses ${summary(text)} in ${filePath}`, async () => {
    const found = await rulesBrokenBy(text, filePath);
    assert.ok(found.has(rule), `only ${[...found].join(', ') || 'nothing'}`);
  });
}

for (const [rule, filePath, text] of allowed) {
  test(`${rule} allows ${summary(text)} in ${filePath}`, async () => {
    const found = await rulesBrokenBy(text, filePath);
    assert.ok(!found.has(rule));
  });
}

test('import/no-cycle refuses two files that import each other', async () => {
  const text =
    "import { releaseId } from './releaseId';\n\nexport const contentHash = releaseId;\n";
  const filePath = `${common}/model/contentHash.ts`;
  const found = await rulesBrokenBy(text, filePath, eslintWithCycles);
  assert.ok(found.has('import/no-cycle'));
});

async function rulesBrokenBy(text, filePath, linter = eslint) {
  const [result] = await linter.lintText(text, {
    filePath: join(root, filePath),
  });
  const fatal = result.messages.find(message => message.fatal);
  assert.equal(fatal?.message, undefined, 'the snippet must parse');
  return new Set(result.messages.map(({ ruleId }) => ruleId));
}

function summary(text) {
  return JSON.stringify(text.trim().split('\n')[0].slice(0, 60));
}

/** Import specifier of a file of the backend, as seen from a folder next to it. */
function upTo(path) {
  return `../${path.replace(/\.tsx?$/, '')}`;
}

function firstAdapter() {
  return firstFile(path => path.startsWith('adapters/'));
}

function firstStore() {
  return firstFile(path => /(Store|\/Database\w+)\.ts$/.test(path));
}

// The directions are about files that exist: an import that leads nowhere breaks no direction.
function firstFile(matches) {
  const folder = join(root, backend);
  const found = readdirSync(folder, { recursive: true })
    .filter(path => /\.tsx?$/.test(path) && !path.includes('.test.'))
    .sort()
    .find(matches);
  assert.ok(found && existsSync(join(folder, found)), 'no such file any more');
  return found;
}
