// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { wholeSeconds } from '../git/GitCommit';
import { GitRepository, TreeChange } from '../git/GitRepository';
import { GithubContext } from './GithubContext';
import { GithubHttpError } from './GithubHttpError';
import { GithubIdentity } from './GithubTokens';
import { MergeMethod, PullRequest } from './PullRequests';

/** What a merge is made of. */
export interface MergeRequest {
  readonly repository: GitRepository;
  readonly pull: PullRequest;
  readonly method: MergeMethod;
  readonly by: GithubIdentity;
  readonly title?: string;
  readonly message?: string;
}

/** Base and head of a pull request as they are now. */
export interface PullTips {
  readonly base: string;
  readonly head: string;
}

const NOT_MERGEABLE = 'Pull Request is not mergeable';

/** @returns undefined when one of the branches is gone */
export async function tipsOf(
  repository: GitRepository,
  pull: PullRequest,
): Promise<PullTips | undefined> {
  const base = await repository.ref(`refs/heads/${pull.baseBranch}`);
  const head = await repository.ref(`refs/heads/${pull.headBranch}`);
  return base && head ? { base, head } : undefined;
}

/**
 * Puts a pull request onto its base.
 * @returns the commit that is on the base now; after squash and rebase the branch's own commits are not
 * @throws GithubHttpError 405 where GitHub says so
 */
export async function mergePullRequest(
  context: GithubContext,
  request: MergeRequest,
): Promise<string> {
  const { repository, pull } = request;
  const tips = await tipsOf(repository, pull);
  if (!tips) {
    throw new GithubHttpError(405, NOT_MERGEABLE);
  }
  const ref = `refs/heads/${pull.baseBranch}`;
  const sha = await writeMerge(context, request, tips);
  await context.faults.disturb(repository.fullName, pull.baseBranch);
  if (!(await repository.moveRef(ref, sha, tips.base))) {
    throw new GithubHttpError(
      405,
      'Base branch was modified. Review and try the merge again.',
    );
  }
  context.faults.moved(repository.fullName, ref, tips.base);
  return sha;
}

/** The commit a merge would make; also GitHub's test merge. */
export async function writeMerge(
  context: GithubContext,
  request: MergeRequest,
  tips: PullTips,
): Promise<string> {
  const { repository, pull, method, by } = request;
  if (method === 'rebase') {
    return replay(context, request, tips);
  }
  const tree = await repository.mergeTree(tips.base, tips.head);
  if (!tree) {
    throw new GithubHttpError(405, NOT_MERGEABLE);
  }
  const person = {
    name: by.name,
    email: by.email,
    date: wholeSeconds(context.clock.now()),
  };
  const owner = repository.fullName.split('/')[0];
  const squash = method === 'squash';
  const title =
    request.title ??
    (squash
      ? `${pull.title} (#${pull.number})`
      : `Merge pull request #${pull.number} from ${owner}/${pull.headBranch}`);
  const message = request.message ?? (squash ? pull.body ?? '' : pull.title);
  const sha = await repository.writeCommit({
    tree,
    parents: squash ? [tips.base] : [tips.base, tips.head],
    author: person,
    committer: person,
    message: message === '' ? title : `${title}\n\n${message}`,
  });
  // GitHub makes these commits itself and signs them.
  context.signed.add(sha);
  return sha;
}

/** Each commit of the branch again on top of the base, file by file. */
async function replay(
  context: GithubContext,
  request: MergeRequest,
  tips: PullTips,
): Promise<string> {
  const { repository, by } = request;
  const commits = (
    await repository.commitsBetween(tips.base, tips.head)
  ).reverse();
  let onto = tips.base;
  for (const sha of commits) {
    const commit = await repository.commit(sha);
    const parent = commit?.parents[0];
    if (!commit || commit.parents.length > 1) {
      throw new GithubHttpError(405, "This branch can't be rebased");
    }
    const changes: TreeChange[] = [];
    for (const file of await repository.changedFiles(parent, sha)) {
      const [before, now, after] = await Promise.all([
        parent ? repository.entry(parent, file.path) : undefined,
        repository.entry(onto, file.path),
        repository.entry(sha, file.path),
      ]);
      if (before?.sha !== now?.sha) {
        throw new GithubHttpError(405, "This branch can't be rebased");
      }
      changes.push({
        path: file.path,
        mode: after?.mode ?? '100644',
        sha: after?.sha ?? null,
      });
      if (file.previousPath) {
        changes.push({ path: file.previousPath, mode: '100644', sha: null });
      }
    }
    onto = await repository.writeCommit({
      tree: await repository.writeTree(onto, changes),
      parents: [onto],
      author: commit.author,
      committer: {
        name: by.name,
        email: by.email,
        date: wholeSeconds(context.clock.now()),
      },
      message: commit.message,
    });
  }
  return onto;
}
