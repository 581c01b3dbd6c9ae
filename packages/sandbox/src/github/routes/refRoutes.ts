// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { GitRepository } from '../../git/GitRepository';
import { GithubContext, linksOf } from '../GithubContext';
import { GithubHttpError, notFound } from '../GithubHttpError';
import {
  bodyOf,
  repositoryOf,
  requiredText,
  sendCached,
  wildcardOf,
  writableRepositoryOf,
} from '../githubRequest';
import { moveBranch } from '../moveBranch';
import { nodeId } from '../present/presentUser';

const REF_NAME = /^refs\/(?:heads|tags)\/(?!.*\.\.)[^\s~^:?*[\\]+$/;

/** `git/ref`, `git/refs`, `git/matching-refs`: reading and moving branches. */
export function refRoutes(context: GithubContext): Router {
  const router = PromiseRouter();
  const present = (
    repository: GitRepository,
    ref: string,
    sha: string,
    type = 'commit',
  ) => ({
    ref,
    node_id: nodeId('Ref', `${repository.fullName}:${ref}`),
    url: `${linksOf(context, repository).api}/git/${ref}`,
    object: {
      sha,
      type,
      url: `${linksOf(context, repository).api}/git/${type}s/${sha}`,
    },
  });

  router.get('/repos/:owner/:repo/git/ref/*', async (request, response) => {
    const repository = repositoryOf(context, request);
    const ref = `refs/${wildcardOf(request)}`;
    if ((await repository.refs('refs/heads')).length === 0) {
      throw new GithubHttpError(409, 'Git Repository is empty.');
    }
    const sha = context.faults.asRead(
      repository.fullName,
      ref,
      await repository.ref(ref),
    );
    if (!sha) {
      throw notFound();
    }
    sendCached(request, response, present(repository, ref, sha));
  });

  router.get(
    '/repos/:owner/:repo/git/matching-refs/*',
    async (request, response) => {
      const repository = repositoryOf(context, request);
      const prefix = `refs/${wildcardOf(request)}`;
      const found = (await repository.refs('refs')).filter(one =>
        one.name.startsWith(prefix),
      );
      sendCached(
        request,
        response,
        found.map(one => present(repository, one.name, one.sha, one.type)),
      );
    },
  );

  router.post('/repos/:owner/:repo/git/refs', async (request, response) => {
    const repository = writableRepositoryOf(context, request);
    const body = bodyOf(request);
    const ref = requiredText(body, 'ref');
    const sha = requiredText(body, 'sha');
    if (!REF_NAME.test(ref)) {
      throw new GithubHttpError(422, `${ref} is not a valid ref name.`);
    }
    if (!(await repository.object(sha))) {
      throw new GithubHttpError(422, 'Object does not exist');
    }
    if (!(await repository.moveRef(ref, sha, null))) {
      throw new GithubHttpError(422, 'Reference already exists');
    }
    context.faults.moved(repository.fullName, ref, null);
    response
      .status(201)
      .set('location', `${linksOf(context, repository).api}/git/${ref}`)
      .json(present(repository, ref, sha));
  });

  router.patch('/repos/:owner/:repo/git/refs/*', async (request, response) => {
    const repository = writableRepositoryOf(context, request);
    const body = bodyOf(request);
    const ref = `refs/${wildcardOf(request)}`;
    const to = requiredText(body, 'sha');
    await moveBranch(context, {
      repository,
      ref,
      to,
      force: body.force === true,
      ruleStatus: 422,
    });
    response.json(present(repository, ref, to));
  });

  router.delete('/repos/:owner/:repo/git/refs/*', async (request, response) => {
    const repository = writableRepositoryOf(context, request);
    const ref = `refs/${wildcardOf(request)}`;
    if (!(await repository.ref(ref))) {
      throw new GithubHttpError(422, 'Reference does not exist');
    }
    await repository.deleteRef(ref);
    response.status(204).end();
  });
  return router;
}
