// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { runGit } from './runGit';

const STATUS: Readonly<Record<string, ChangedFile['status']>> = {
  A: 'added',
  C: 'added',
  D: 'removed',
  R: 'renamed',
};

const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** One file of a comparison. */
export interface ChangedFile {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed';
  /** Blob id on the new side; on the old side when the file was removed. */
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** Unified diff from the first `@@` on; absent for binary files. */
  readonly patch?: string;
}

/** The differences between two commits (or nothing and a commit), renames found as git finds them. */
export async function readChangedFiles(
  directory: string,
  base: string | undefined,
  head: string,
): Promise<ChangedFile[]> {
  const from = base ?? EMPTY_TREE;
  const raw = (
    await runGit(
      ['diff-tree', '-r', '-M', '-z', '--raw', '--no-abbrev', from, head],
      {
        cwd: directory,
      },
    )
  ).toString('utf8');
  const files = parseRaw(raw);
  return Promise.all(
    files.map(async file => {
      const paths = [file.previousPath, file.path].flatMap(path => path ?? []);
      const diff = (
        await runGit(
          [
            '--literal-pathspecs',
            'diff-tree',
            '-r',
            '-M',
            '-p',
            '--no-color',
            from,
            head,
            '--',
            ...paths,
          ],
          { cwd: directory },
        )
      ).toString('utf8');
      const start = diff.search(/^@@ /m);
      const patch =
        start < 0 ? undefined : diff.slice(start).replace(/\n$/, '');
      const body = (patch ?? '').split('\n');
      return {
        ...file,
        additions: body.filter(line => line.startsWith('+')).length,
        deletions: body.filter(line => line.startsWith('-')).length,
        ...(patch === undefined ? {} : { patch }),
      };
    }),
  );
}

type RawFile = Pick<ChangedFile, 'path' | 'previousPath' | 'status' | 'sha'>;

function parseRaw(raw: string): RawFile[] {
  const fields = raw.split('\0');
  const files: RawFile[] = [];
  for (let at = 0; at < fields.length; ) {
    const match = /^:\d+ \d+ ([0-9a-f]{40}) ([0-9a-f]{40}) ([AMDRCT])\d*$/.exec(
      fields[at] ?? '',
    );
    if (!match) {
      at += 1;
      continue;
    }
    const [, oldSha = '', newSha = '', letter = 'M'] = match;
    const moved = letter === 'R' || letter === 'C';
    const first = fields[at + 1] ?? '';
    const path = moved ? fields[at + 2] ?? '' : first;
    files.push({
      path,
      ...(moved ? { previousPath: first } : {}),
      status: STATUS[letter] ?? 'modified',
      sha: letter === 'D' ? oldSha : newSha,
    });
    at += moved ? 3 : 2;
  }
  return files;
}
