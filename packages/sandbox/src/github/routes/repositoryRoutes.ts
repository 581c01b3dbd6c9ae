// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { GithubContext, linksOf } from '../GithubContext';
import { GithubHttpError } from '../GithubHttpError';
import { callerOf, repositoryOf, sendCached } from '../githubRequest';
import { presentCommit } from '../present/presentCommit';
import { presentRepository } from '../present/presentRepository';
import { presentUser } from '../present/presentUser';

/** Repository, branches and their rules, the caller, the rate limit. */
export function repositoryRoutes(context: GithubContext): Router {
  const router = PromiseRouter();

  router.get('/', (_request, response) => {
    response.json({ current_user_url: `${context.baseUrl()}/api/v3/user` });
  });

  router.get('/meta', (_request, response) => {
    response.json({ verifiable_password_authentication: false });
  });

  router.get('/user', (request, response) => {
    const caller = callerOf(context, request);
    response.json({
      ...presentUser(context.baseUrl(), caller),
      name: caller.name,
      company: null,
      blog: '',
      location: null,
      email: caller.email,
      hireable: null,
      bio: null,
      public_repos: 0,
      public_gists: 0,
      followers: 0,
      following: 0,
      created_at: '2026-01-01T00:00:00Z',
      updated_at: '2026-01-01T00:00:00Z',
    });
  });

  router.get('/rate_limit', (_request, response) => {
    const limit = {
      limit: 5000,
      used: 0,
      remaining: 5000,
      reset: Math.ceil(context.clock.now() / 1000) + 3600,
    };
    response.json({
      resources: {
        core: limit,
        search: { ...limit, limit: 30, remaining: 30 },
      },
      rate: limit,
    });
  });

  router.get('/repos/:owner/:repo', async (request, response) => {
    const repository = repositoryOf(context, request);
    const write = callerOf(context, request).access === 'write';
    sendCached(
      request,
      response,
      await presentRepository(context, repository, write),
    );
  });

  router.get(
    '/repos/:owner/:repo/branches/:branch/protection',
    async (request, response) => {
      const repository = repositoryOf(context, request);
      await branchHead(repository.fullName, request.params.branch ?? '');
      // Rulesets are not "protection": this answers 404 even where one blocks every push.
      response
        .status(404)
        .json(new GithubHttpError(404, 'Branch not protected').body());
    },
  );

  router.get(
    '/repos/:owner/:repo/branches/:branch',
    async (request, response) => {
      const repository = repositoryOf(context, request);
      const name = request.params.branch ?? '';
      const truth = await branchHead(repository.fullName, name);
      const head =
        context.faults.asRead(
          repository.fullName,
          `refs/heads/${name}`,
          truth,
        ) ?? truth;
      const commit = await repository.commit(head);
      if (!commit) {
        throw new GithubHttpError(404, 'Branch not found');
      }
      const links = linksOf(context, repository);
      const self = `${links.api}/branches/${encodeURIComponent(name)}`;
      sendCached(request, response, {
        name,
        commit: presentCommit(commit, {
          links,
          signed: context.signed.has(commit.sha),
        }),
        _links: { self, html: `${links.html}/tree/${name}` },
        protected: context.rules.of(repository.fullName, name).length > 0,
        protection: {
          enabled: false,
          required_status_checks: {
            enforcement_level: 'off',
            contexts: [],
            checks: [],
          },
        },
        protection_url: `${self}/protection`,
      });
    },
  );

  router.get(
    '/repos/:owner/:repo/rules/branches/:branch',
    (request, response) => {
      const repository = repositoryOf(context, request);
      sendCached(
        request,
        response,
        context.rules.describe(
          repository.fullName,
          request.params.branch ?? '',
        ),
      );
    },
  );

  async function branchHead(
    repository: string,
    branch: string,
  ): Promise<string> {
    const sha = await context.git
      .repository(repository)
      .ref(`refs/heads/${branch}`);
    if (!sha) {
      throw new GithubHttpError(404, 'Branch not found');
    }
    return sha;
  }
  return router;
}
