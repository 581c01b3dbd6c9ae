// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { wholeSeconds } from '../../git/GitCommit';
import { GitRepository } from '../../git/GitRepository';
import { describeMergeability } from '../describeMergeability';
import { GithubContext, linksOf } from '../GithubContext';
import { GithubHttpError, notFound } from '../GithubHttpError';
import {
  bodyOf,
  callerOf,
  optionalText,
  pageOf,
  queryText,
  repositoryOf,
  requiredText,
  sendCached,
  sendPage,
  writableRepositoryOf,
} from '../githubRequest';
import { tipsOf } from '../mergePullRequest';
import { presentFile } from '../present/presentCommit';
import {
  presentLabel,
  presentPullSimple,
  PullEnds,
} from '../present/presentPullRequest';
import { nodeId, presentUser } from '../present/presentUser';
import { PullRequest } from '../PullRequests';

const ZERO = '0'.repeat(40);

/** The pull request a path names. */
export function pullOf(
  context: GithubContext,
  repository: GitRepository,
  request: Request,
): PullRequest {
  const found = context.pulls.find(
    repository.fullName,
    Number(request.params.number),
  );
  if (!found) {
    throw notFound();
  }
  return found;
}

/** Opening, reading and changing pull requests. */
export function pullRoutes(context: GithubContext): Router {
  const router = PromiseRouter();

  router.post('/repos/:owner/:repo/pulls', async (request, response) => {
    const repository = writableRepositoryOf(context, request);
    const body = bodyOf(request);
    const owner = repository.fullName.split('/')[0] ?? '';
    const title = requiredText(body, 'title');
    const head = requiredText(body, 'head').replace(
      new RegExp(`^${owner}:`),
      '',
    );
    const base = requiredText(body, 'base');
    await checkNewPull(repository, { head, base });
    const pull = context.pulls.open({
      repository: repository.fullName,
      title,
      body: optionalText(body, 'body') ?? null,
      headBranch: head,
      baseBranch: base,
      draft: body.draft === true,
      author: callerOf(context, request).login,
      at: wholeSeconds(context.clock.now()),
    });
    response.status(201).json(await presentPull(request, repository, pull));
  });

  router.get('/repos/:owner/:repo/pulls', async (request, response) => {
    const repository = repositoryOf(context, request);
    const owner = repository.fullName.split('/')[0] ?? '';
    const [state, base, head] = ['state', 'base', 'head'].map(name =>
      queryText(request, name),
    );
    // A head without its owner filters nothing.
    const branch = head?.startsWith(`${owner}:`)
      ? head.slice(owner.length + 1)
      : undefined;
    const found = context.pulls
      .of(repository.fullName)
      .filter(pull => state === 'all' || pull.state === (state ?? 'open'))
      .filter(pull => base === undefined || pull.baseBranch === base)
      .filter(pull => branch === undefined || pull.headBranch === branch)
      .reverse();
    const { perPage, page } = pageOf(request);
    const shown = found.slice((page - 1) * perPage, page * perPage);
    const items = await Promise.all(
      shown.map(async pull =>
        presentPullSimple(context, repository, {
          pull,
          ends: await endsOf(repository, pull),
        }),
      ),
    );
    sendPage(request, response, {
      items,
      hasMore: found.length > page * perPage,
      baseUrl: context.baseUrl(),
    });
  });

  router.get('/repos/:owner/:repo/pulls/:number', async (request, response) => {
    const repository = repositoryOf(context, request);
    const pull = pullOf(context, repository, request);
    sendCached(request, response, await presentPull(request, repository, pull));
  });

  router.patch(
    '/repos/:owner/:repo/pulls/:number',
    async (request, response) => {
      const repository = writableRepositoryOf(context, request);
      const pull = pullOf(context, repository, request);
      const body = bodyOf(request);
      pull.title = optionalText(body, 'title') ?? pull.title;
      pull.body = optionalText(body, 'body') ?? pull.body;
      pull.updatedAt = wholeSeconds(context.clock.now());
      if (body.state === 'closed' && pull.state === 'open') {
        pull.closedHeadSha = (await endsOf(repository, pull)).head;
        pull.state = 'closed';
        pull.closedAt = pull.updatedAt;
      }
      response.json(await presentPull(request, repository, pull));
    },
  );

  router.get(
    '/repos/:owner/:repo/pulls/:number/files',
    async (request, response) => {
      const repository = repositoryOf(context, request);
      const { head, base } = await endsOf(
        repository,
        pullOf(context, repository, request),
      );
      const mergeBase = await repository.mergeBase(base, head);
      const files = await repository.changedFiles(mergeBase, head);
      sendCached(
        request,
        response,
        files.map(file =>
          presentFile(file, linksOf(context, repository), head),
        ),
      );
    },
  );

  router.post(
    '/repos/:owner/:repo/issues/:number/labels',
    (request, response) => {
      const repository = writableRepositoryOf(context, request);
      const pull = pullOf(context, repository, request);
      const { labels } = bodyOf(request);
      pull.labels = [
        ...new Set([
          ...pull.labels,
          ...(Array.isArray(labels) ? labels.map(String) : []),
        ]),
      ];
      response.json(
        pull.labels.map(name =>
          presentLabel(linksOf(context, repository).api, name),
        ),
      );
    },
  );

  router.post(
    '/repos/:owner/:repo/issues/:number/comments',
    (request, response) => {
      const repository = writableRepositoryOf(context, request);
      const pull = pullOf(context, repository, request);
      const caller = callerOf(context, request);
      const at = wholeSeconds(context.clock.now());
      const comment = context.pulls.comment(pull, {
        body: requiredText(bodyOf(request), 'body'),
        author: caller.login,
        at,
      });
      const { api, html } = linksOf(context, repository);
      response.status(201).json({
        id: comment.id,
        node_id: nodeId('IssueComment', String(comment.id)),
        url: `${api}/issues/comments/${comment.id}`,
        html_url: `${html}/pull/${pull.number}#issuecomment-${comment.id}`,
        issue_url: `${api}/issues/${pull.number}`,
        body: comment.body,
        user: presentUser(context.baseUrl(), caller),
        created_at: at,
        updated_at: at,
        author_association: 'MEMBER',
      });
    },
  );

  async function presentPull(
    request: Request,
    repository: GitRepository,
    pull: PullRequest,
  ) {
    const tips = await tipsOf(repository, pull);
    const ends = await endsOf(repository, pull);
    const caller = callerOf(context, request);
    const merge =
      pull.state === 'open' && tips
        ? await describeMergeability(context, repository, {
            pull,
            tips,
            caller,
          })
        : { mergeable: null, state: 'unknown' };
    const simple = await presentPullSimple(context, repository, { pull, ends });
    const mergeBase = await repository.mergeBase(ends.base, ends.head);
    const files = mergeBase
      ? await repository.changedFiles(mergeBase, ends.head)
      : [];
    return {
      ...simple,
      merged: pull.mergedAt !== null,
      mergeable: merge.mergeable,
      rebaseable: merge.mergeable,
      mergeable_state: merge.state,
      merged_by: pull.mergedBy
        ? presentUser(context.baseUrl(), { login: pull.mergedBy, id: 1 })
        : null,
      comments: pull.comments.length,
      review_comments: 0,
      maintainer_can_modify: false,
      commits: mergeBase
        ? (await repository.commitsBetween(mergeBase, ends.head)).length
        : 0,
      additions: files.reduce((sum, file) => sum + file.additions, 0),
      deletions: files.reduce((sum, file) => sum + file.deletions, 0),
      changed_files: files.length,
    };
  }

  async function checkNewPull(
    repository: GitRepository,
    ends: { head: string; base: string },
  ): Promise<void> {
    const refuse = (error: Record<string, string>) =>
      new GithubHttpError(422, 'Validation Failed', [
        { resource: 'PullRequest', ...error },
      ]);
    const [head, base] = await Promise.all([
      repository.ref(`refs/heads/${ends.head}`),
      repository.ref(`refs/heads/${ends.base}`),
    ]);
    if (!head || !base) {
      throw refuse({ field: head ? 'base' : 'head', code: 'invalid' });
    }
    const same = context.pulls
      .of(repository.fullName)
      .some(
        pull =>
          pull.state === 'open' &&
          pull.headBranch === ends.head &&
          pull.baseBranch === ends.base,
      );
    if (same) {
      const owner = repository.fullName.split('/')[0];
      throw refuse({
        code: 'custom',
        message: `A pull request already exists for ${owner}:${ends.head}.`,
      });
    }
    if ((await repository.commitsBetween(base, head)).length === 0) {
      throw refuse({
        code: 'custom',
        message: `No commits between ${ends.base} and ${ends.head}`,
      });
    }
  }
  return router;
}

/** Head and base now; for a closed one whose branch is gone, as they were. */
async function endsOf(
  repository: GitRepository,
  pull: PullRequest,
): Promise<PullEnds> {
  const base = (await repository.ref(`refs/heads/${pull.baseBranch}`)) ?? ZERO;
  const head =
    pull.closedHeadSha ??
    (await repository.ref(`refs/heads/${pull.headBranch}`)) ??
    ZERO;
  return { base, head };
}
