// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import express, { ErrorRequestHandler, RequestHandler, Router } from 'express';
import { randomUUID } from 'node:crypto';
import { wholeSeconds } from '../git/GitCommit';
import { GitStore } from '../git/GitStore';
import { isRecord } from '../http/isRecord';
import { SandboxClock } from '../SandboxClock';
import { BranchRules } from './BranchRules';
import { CommitChecks } from './CommitChecks';
import { GithubContext } from './GithubContext';
import { GithubFaults } from './GithubFaults';
import { GithubHttpError } from './GithubHttpError';
import { GithubTokens } from './GithubTokens';
import { PullRequests } from './PullRequests';
import { checkRoutes } from './routes/checkRoutes';
import { commitRoutes } from './routes/commitRoutes';
import { contentRoutes } from './routes/contentRoutes';
import { graphqlRoutes } from './routes/graphqlRoutes';
import { mergeRoutes } from './routes/mergeRoutes';
import { objectRoutes } from './routes/objectRoutes';
import { pullRoutes } from './routes/pullRoutes';
import { refRoutes } from './routes/refRoutes';
import { repositoryRoutes } from './routes/repositoryRoutes';

const answerError: ErrorRequestHandler = (error, _request, response, _next) => {
  if (response.headersSent) {
    response.socket?.destroy();
    return;
  }
  const known = toHttpError(error);
  response.status(known.status).json(known.body());
};

/** GitHub's REST API over the sandbox's repositories. */
export class GithubServer {
  readonly tokens = new GithubTokens();
  /** Rulesets of branches. */
  readonly rules = new BranchRules();
  /** Statuses, check runs, code scanning. */
  readonly checks = new CommitChecks();
  readonly pulls = new PullRequests();
  readonly faults: GithubFaults;
  readonly context: GithubContext;

  constructor(options: {
    git: GitStore;
    clock: SandboxClock;
    baseUrl: () => string;
  }) {
    this.faults = new GithubFaults(options.clock);
    this.context = {
      ...options,
      tokens: this.tokens,
      rules: this.rules,
      faults: this.faults,
      checks: this.checks,
      pulls: this.pulls,
      signed: new Set(),
    };
  }

  /** Forgets everything but tokens; repositories are the git store's. */
  reset(): void {
    this.rules.clear();
    this.checks.clear();
    this.pulls.clear();
    this.faults.clear();
    this.context.signed.clear();
  }

  /** The APIs, to be mounted at `/api`: REST at `/v3` and GraphQL at `/graphql`, as on GitHub Enterprise. */
  router(): Router {
    const router = express.Router();
    const inFront = [
      this.faults.handler(),
      this.#headers(),
      express.json({ limit: '50mb', type: () => true, strict: false }),
    ];
    router.post('/graphql', ...inFront);
    router.use(graphqlRoutes(this.context));
    router.use('/v3', ...inFront, this.#rest());
    router.use(answerError);
    return router;
  }

  #rest(): Router {
    const router = express.Router();
    router.use(
      repositoryRoutes(this.context),
      refRoutes(this.context),
      objectRoutes(this.context),
      contentRoutes(this.context),
      checkRoutes(this.context),
      pullRoutes(this.context),
      mergeRoutes(this.context),
      commitRoutes(this.context),
    );
    router.use((_request, _response, next) =>
      next(new GithubHttpError(404, 'Not Found')),
    );
    return router;
  }

  #headers(): RequestHandler {
    let used = 0;
    return (request, response, next) => {
      used += 1;
      response.set({
        date: new Date(wholeSeconds(this.context.clock.now())).toUTCString(),
        'x-github-media-type': 'github.v3; format=json',
        'x-github-api-version-selected': String(
          request.headers['x-github-api-version'] ?? '2022-11-28',
        ),
        'x-github-request-id': randomUUID(),
        'x-ratelimit-limit': '5000',
        'x-ratelimit-used': String(used % 5000),
        'x-ratelimit-remaining': String(5000 - (used % 5000)),
        'x-ratelimit-reset': String(
          Math.ceil(this.context.clock.now() / 1000) + 3600,
        ),
        'x-ratelimit-resource': 'core',
      });
      next();
    };
  }
}

function toHttpError(error: unknown): GithubHttpError {
  if (error instanceof GithubHttpError) {
    return error;
  }
  if (isRecord(error) && error.type === 'entity.parse.failed') {
    return new GithubHttpError(400, 'Problems parsing JSON');
  }
  const message = error instanceof Error ? error.message : String(error);
  return new GithubHttpError(500, `Sandbox error: ${message}`);
}
