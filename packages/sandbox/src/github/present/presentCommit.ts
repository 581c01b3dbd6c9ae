// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { GitCommit } from '../../git/GitCommit';
import { ChangedFile } from '../../git/readChangedFiles';
import { RepositoryLinks } from '../GithubContext';
import { nodeId } from './presentUser';

/** A commit in the two shapes GitHub has for it. */
export interface CommitPresentation {
  readonly links: RepositoryLinks;
  readonly signed: boolean;
}

/** The shape of the Git Data API (`/git/commits/{sha}`). */
export function presentGitCommit(
  commit: GitCommit,
  { links, signed }: CommitPresentation,
) {
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url: `${links.api}/git/commits/${commit.sha}`,
    html_url: `${links.html}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    tree: { sha: commit.tree, url: `${links.api}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map(sha => ({
      sha,
      url: `${links.api}/git/commits/${sha}`,
      html_url: `${links.html}/commit/${sha}`,
    })),
    verification: verification(commit, signed),
  };
}

/** The shape of the list and compare answers (`/commits`). */
export function presentCommit(
  commit: GitCommit,
  { links, signed }: CommitPresentation,
) {
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${links.api}/git/trees/${commit.tree}` },
      url: `${links.api}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: verification(commit, signed),
    },
    url: `${links.api}/commits/${commit.sha}`,
    html_url: `${links.html}/commit/${commit.sha}`,
    comments_url: `${links.api}/commits/${commit.sha}/comments`,
    // Mail addresses of the demo belong to no account; GitHub then says null.
    author: null,
    committer: null,
    parents: commit.parents.map(sha => ({
      sha,
      url: `${links.api}/commits/${sha}`,
      html_url: `${links.html}/commit/${sha}`,
    })),
  };
}

/** One changed file as commits, comparisons and pull requests list it. */
export function presentFile(
  file: ChangedFile,
  links: RepositoryLinks,
  ref: string,
) {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${links.html}/blob/${ref}/${path}`,
    raw_url: `${links.html}/raw/${ref}/${path}`,
    contents_url: `${links.api}/contents/${path}?ref=${ref}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previousPath === undefined
      ? {}
      : { previous_filename: file.previousPath }),
  };
}

function verification(commit: GitCommit, signed: boolean) {
  return signed
    ? {
        verified: true,
        reason: 'valid',
        signature:
          '-----BEGIN PGP SIGNATURE-----\n\nsandbox\n-----END PGP SIGNATURE-----\n',
        payload: `tree ${commit.tree}`,
        verified_at: commit.committer.date,
      }
    : {
        verified: false,
        reason: 'unsigned',
        signature: null,
        payload: null,
        verified_at: null,
      };
}
