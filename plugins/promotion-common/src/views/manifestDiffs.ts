// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { FieldWrite, ManifestDiff } from '../model/Plan';

/** The fields a promotion writes, as a diff a file: what stands there for good, whatever else changes in the files. */
export function manifestDiffs(writes: readonly FieldWrite[]): ManifestDiff[] {
  const byFile = new Map<string, FieldWrite[]>();
  for (const write of writes) {
    const { repositoryUrl, branch, path } = write.file;
    const key = `${repositoryUrl}#${branch}:${path}`;
    byFile.set(key, [...(byFile.get(key) ?? []), write]);
  }
  return [...byFile.values()].flatMap(group => {
    const [first] = group;
    if (!first) return [];
    const { path } = first.file;
    const lines = [`--- a/${path}`, `+++ b/${path}`, ...group.flatMap(linesOf)];
    return [{ file: first.file, diff: `${lines.join('\n')}\n` }];
  });
}

function linesOf({ pointer, before, after }: FieldWrite): readonly string[] {
  const [, section = 'images', entry = '', field = pointer] =
    /^\/([^/]+)\/\[(.+)\]\/([^/]+)$/.exec(pointer) ?? [];
  return [
    `@@ ${section} ${entry} @@`.replace('  ', ' '),
    ...(before === undefined ? [] : [`-    ${field}: ${before}`]),
    ...(after === undefined ? [] : [`+    ${field}: ${after}`]),
  ];
}
