// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { parseImage } from './ImageReference';
import { transformImage } from './transformImage';

const APP = 'registry.example:5000/acme/app';
const DIGEST = `sha256:${'a'.repeat(64)}`;
const OTHER = `sha256:${'b'.repeat(64)}`;

it.each([
  ['newTag alone replaces the tag', `${APP}:1`, { newTag: '2' }, `${APP}:2`],
  [
    'newTag alone drops a digest',
    `${APP}@${DIGEST}`,
    { newTag: '2' },
    `${APP}:2`,
  ],
  [
    'digest alone drops the tag',
    `${APP}:1`,
    { digest: DIGEST },
    `${APP}@${DIGEST}`,
  ],
  [
    'both stand side by side',
    `${APP}:1@${OTHER}`,
    { newTag: '2', digest: DIGEST },
    `${APP}:2@${DIGEST}`,
  ],
  [
    'newName keeps the tag',
    `${APP}:1`,
    { newName: 'mirror/app' },
    'mirror/app:1',
  ],
  [
    'tagSuffix does not follow newTag',
    `${APP}:1`,
    { newTag: '2', tagSuffix: '-slim' },
    `${APP}:2`,
  ],
  [
    'tagSuffix alone follows the tag, once for each pass',
    `${APP}:1@${DIGEST}`,
    { tagSuffix: '-slim' },
    `${APP}:1-slim-slim`,
  ],
  ['nothing asked, nothing changed', `${APP}:1`, {}, `${APP}:1`],
])('%s', (_title, image, change, expected) => {
  expect(transformImage(image, { name: APP, ...change })).toBe(expected);
});

it.each([
  ['another name', 'acme/application', 'acme/app', false],
  ['a name is an unescaped regular expression', 'acme/app', 'acme/a.p', true],
  ['anchored at both ends', 'my/acme/app', 'acme/app', false],
])('matches as kustomize does: %s', (_title, image, name, matches) => {
  expect(transformImage(`${image}:1`, { name, newTag: '2' })).toBe(
    `${image}:${matches ? '2' : '1'}`,
  );
});

it.each([
  ['app', { name: 'app' }],
  ['host:5000/app', { name: 'host:5000/app' }],
  ['host:5000/app:1', { name: 'host:5000/app', tag: '1' }],
  [`app:1@${DIGEST}`, { name: 'app', tag: '1', digest: DIGEST }],
])('takes %s apart', (image, expected) => {
  expect(parseImage(image)).toEqual(expected);
});
