// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { wholeSeconds } from '../../git/GitCommit';
import { missingChecks } from '../describeMergeability';
import { GithubContext } from '../GithubContext';
import { GithubHttpError, notFound } from '../GithubHttpError';
import {
  bodyOf,
  callerOf,
  optionalText,
  repositoryOf,
  sendCached,
  writableRepositoryOf,
} from '../githubRequest';
import { mergePullRequest, tipsOf } from '../mergePullRequest';
import { presentPullSimple } from '../present/presentPullRequest';
import { MergeMethod } from '../PullRequests';
import { pullOf } from './pullRoutes';

const METHODS: readonly MergeMethod[] = ['merge', 'squash', 'rebase'];
const REFUSED: Readonly<Record<MergeMethod, string>> = {
  merge: 'Merge commits are not allowed on this repository.',
  squash: 'Squash merges are not allowed on this repository.',
  rebase: 'Rebase merges are not allowed on this repository.',
};

/** Merging pull requests, and finding the ones a commit came with. */
export function mergeRoutes(context: GithubContext): Router {
  const router = PromiseRouter();

  router.get('/repos/:owner/:repo/pulls/:number/merge', (request, response) => {
    const pull = pullOf(context, repositoryOf(context, request), request);
    if (!pull.mergedAt) {
      throw notFound();
    }
    response.status(204).end();
  });

  router.put(
    '/repos/:owner/:repo/pulls/:number/merge',
    async (request, response) => {
      const repository = writableRepositoryOf(context, request);
      const caller = callerOf(context, request);
      const pull = pullOf(context, repository, request);
      const body = bodyOf(request);
      const method =
        METHODS.find(one => one === (body.merge_method ?? 'merge')) ?? 'merge';
      const tips = await tipsOf(repository, pull);
      if (pull.state !== 'open' || !tips) {
        throw new GithubHttpError(405, 'Pull Request is not mergeable');
      }
      if (pull.draft) {
        throw new GithubHttpError(405, 'Pull Request is still a draft');
      }
      const wanted = optionalText(body, 'sha');
      if (wanted !== undefined && wanted !== tips.head) {
        throw new GithubHttpError(
          409,
          'Head branch was modified. Review and try the merge again.',
        );
      }
      if (!context.pulls.allowedMergeMethods.includes(method)) {
        throw new GithubHttpError(405, REFUSED[method]);
      }
      const [missing] = missingChecks(context, pull, tips.head);
      if (missing) {
        throw new GithubHttpError(
          405,
          `Required status check "${missing}" is expected.`,
        );
      }
      const sha = await mergePullRequest(context, {
        repository,
        pull,
        method,
        by: caller,
        title: optionalText(body, 'commit_title'),
        message: optionalText(body, 'commit_message'),
      });
      const now = wholeSeconds(context.clock.now());
      Object.assign(pull, {
        state: 'closed',
        closedAt: now,
        updatedAt: now,
        mergedAt: now,
        mergedBy: caller.login,
        mergeCommitSha: sha,
        closedHeadSha: tips.head,
      } satisfies Partial<typeof pull>);
      response.json({
        sha,
        merged: true,
        message: 'Pull Request successfully merged',
      });
    },
  );

  router.get(
    '/repos/:owner/:repo/commits/:sha/pulls',
    async (request, response) => {
      const repository = repositoryOf(context, request);
      const sha = request.params.sha ?? '';
      const found = context.pulls
        .of(repository.fullName)
        .filter(
          pull =>
            (pull.mergedAt && pull.mergeCommitSha === sha) ||
            pull.closedHeadSha === sha,
        );
      const items = await Promise.all(
        found.map(async pull => {
          const base =
            (await repository.ref(`refs/heads/${pull.baseBranch}`)) ?? '';
          return presentPullSimple(context, repository, {
            pull,
            ends: { base, head: pull.closedHeadSha ?? '' },
          });
        }),
      );
      sendCached(request, response, items);
    },
  );

  router.get(
    '/repos/:owner/:repo/pulls/:number/reviews',
    (request, response) => {
      pullOf(context, repositoryOf(context, request), request);
      response.json([]);
    },
  );
  return router;
}
