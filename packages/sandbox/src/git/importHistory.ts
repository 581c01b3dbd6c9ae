// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { formatPerson } from './GitCommit';
import { FileCommit, GitRepository } from './GitRepository';
import { runGit } from './runGit';

/**
 * Writes a whole history onto a new branch with one `git fast-import`: a seed of a hundred commits would
 * otherwise start a thousand processes.
 *
 * @param commits oldest first, all of one branch that does not exist yet
 * @returns their ids, in the same order
 */
export async function importHistory(
  repository: GitRepository,
  commits: readonly FileCommit[],
): Promise<string[]> {
  const marks = join(repository.directory, `sandbox-marks-${randomUUID()}`);
  const stream = commits.map((commit, index) => describe(commit, index + 1));
  try {
    await runGit(
      ['fast-import', '--quiet', '--done', `--export-marks=${marks}`],
      {
        cwd: repository.directory,
        stdin: `${stream.join('')}done\n`,
      },
    );
    const text = await readFile(marks, 'utf8');
    const ids = new Map(
      text
        .split('\n')
        .map(line => line.split(' '))
        .map(([mark = '', sha = '']) => [mark, sha]),
    );
    return commits.map((_commit, index) => ids.get(`:${index + 1}`) ?? '');
  } finally {
    await rm(marks, { force: true });
  }
}

function describe(commit: FileCommit, mark: number): string {
  const files = Object.entries(commit.files).map(([path, text]) =>
    text === null ? `D ${path}\n` : `M 100644 inline ${path}\n${data(text)}`,
  );
  return [
    `commit refs/heads/${commit.branch}\nmark :${mark}\n`,
    `author ${formatPerson(commit.author)}\n`,
    `committer ${formatPerson(commit.committer ?? commit.author)}\n`,
    data(commit.message),
    ...(mark > 1 ? [`from :${mark - 1}\n`] : []),
    ...files,
    '\n',
  ].join('');
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
