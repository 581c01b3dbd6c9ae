// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { GitRepository, TreeChange } from '../git/GitRepository';
import { isRecord } from '../http/isRecord';
import { GithubHttpError } from './GithubHttpError';

const MODES = ['100644', '100755', '040000', '160000', '120000'];

/**
 * The entries of a `POST git/trees`, their inline contents stored as blobs.
 * @throws GithubHttpError 422 for what GitHub refuses
 */
export async function readTreeChanges(
  repository: GitRepository,
  entries: unknown,
): Promise<TreeChange[]> {
  if (!Array.isArray(entries)) {
    throw new GithubHttpError(
      422,
      'Invalid request.\n\n"tree" wasn\'t supplied.',
    );
  }
  if (entries.length === 0) {
    throw new GithubHttpError(422, 'Invalid tree info');
  }
  return Promise.all(entries.map(entry => readEntry(repository, entry)));
}

async function readEntry(
  repository: GitRepository,
  entry: unknown,
): Promise<TreeChange> {
  if (!isRecord(entry) || typeof entry.path !== 'string') {
    throw new GithubHttpError(422, 'Must supply a valid tree.path');
  }
  const { path } = entry;
  if (path.split('/').some(part => ['', '.', '..', '.git'].includes(part))) {
    throw new GithubHttpError(
      422,
      'tree.path contains a malformed path component',
    );
  }
  const mode = typeof entry.mode === 'string' ? entry.mode : '';
  if (!MODES.includes(mode)) {
    throw new GithubHttpError(422, 'Must supply a valid tree.mode');
  }
  if (entry.sha === null) {
    return { path, mode, sha: null };
  }
  if (typeof entry.sha === 'string') {
    if (entry.content !== undefined) {
      throw new GithubHttpError(
        422,
        'Must supply either tree.sha or tree.content, not both',
      );
    }
    const found = await repository.object(entry.sha);
    const wanted = mode === '040000' ? 'tree' : 'blob';
    if (mode !== '160000' && found?.type !== wanted) {
      throw new GithubHttpError(
        422,
        `tree.sha ${entry.sha} is not a valid ${wanted}`,
      );
    }
    return { path, mode, sha: entry.sha };
  }
  if (typeof entry.content !== 'string') {
    throw new GithubHttpError(422, 'Must supply tree.sha or tree.content');
  }
  return { path, mode, sha: await repository.writeBlob(entry.content) };
}
