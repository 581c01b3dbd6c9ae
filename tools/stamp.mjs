// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The files that decide what an installation contains: lockfile, yarn's settings and every manifest of the workspace.
 * Paths are relative to `root`, sorted.
 */
export function installationInputs(root) {
  const manifests = ['packages', 'plugins'].flatMap(folder =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder))
          .map(name => join(folder, name, 'package.json'))
          .filter(path => existsSync(join(root, path)))
      : [],
  );
  return ['.yarnrc.yml', 'package.json', 'yarn.lock', ...manifests]
    .filter(path => existsSync(join(root, path)))
    .sort();
}

/** SHA-256 over names and contents of `paths` below `root`. */
export function digestOf(root, paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** The stamp that a current installation carries: what was installed, by which Node, for which platform. */
export function installationStamp(root, { node, platform }) {
  return {
    node,
    platform,
    inputs: digestOf(root, installationInputs(root)),
  };
}

/** Whether the file at `path` holds exactly `expected`. A missing or unreadable stamp is not current. */
export function isCurrent(path, expected) {
  if (!existsSync(path)) return false;
  try {
    const found = JSON.parse(readFileSync(path, 'utf8'));
    return JSON.stringify(found) === JSON.stringify(expected);
  } catch {
    return false;
  }
}

/** Writes `stamp` to `path`, creating its folder. */
export function writeStamp(path, stamp) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(stamp)}\n`);
}
