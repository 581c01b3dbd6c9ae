// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { ErrorRequestHandler, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { isRecord } from '../../http/isRecord';
import { GithubContext } from '../GithubContext';
import { GithubHttpError } from '../GithubHttpError';
import { bodyOf, callerOf } from '../githubRequest';
import { moveBranch } from '../moveBranch';
import { nodeId } from '../present/presentUser';

/** What GraphQL calls the statuses of REST. */
const typeOfStatus: ReadonlyMap<number, string> = new Map([
  [403, 'FORBIDDEN'],
  [404, 'NOT_FOUND'],
  [409, 'UNPROCESSABLE'],
  [422, 'UNPROCESSABLE'],
]);

/** A refusal is an answer: status 200, and the reason under `errors`. Without credentials even GraphQL answers 401. */
const answerError: ErrorRequestHandler = (error, _request, response, next) => {
  const type =
    error instanceof GithubHttpError && typeOfStatus.get(error.status);
  if (!type) {
    next(error);
    return;
  }
  const { message } = error;
  response.json({
    data: { updateRefs: null },
    errors: [{ type, path: ['updateRefs'], message }],
  });
};

/** `POST /graphql`, of which only `updateRefs` for one branch is imitated: it moves a ref by compare-and-swap. */
export function graphqlRoutes(context: GithubContext): Router {
  const router = PromiseRouter();
  router.post('/graphql', async (request, response) => {
    const caller = callerOf(context, request);
    const { query, variables } = bodyOf(request);
    const input = isRecord(variables) ? variables.input : undefined;
    if (
      !/\bupdateRefs\s*\(\s*input:\s*\$input\s*\)/.test(String(query)) ||
      !isRecord(input)
    ) {
      throw new GithubHttpError(
        422,
        'The sandbox knows updateRefs(input: $input) only.',
      );
    }
    const [update, ...more]: unknown[] = Array.isArray(input.refUpdates)
      ? input.refUpdates
      : [];
    if (!isRecord(update) || more.length > 0) {
      throw new GithubHttpError(422, 'The sandbox moves one ref at a time.');
    }
    const name = context.git
      .names()
      .find(known => nodeId('Repository', known) === input.repositoryId);
    if (name === undefined) {
      throw new GithubHttpError(
        404,
        `Could not resolve to a node with the global id of '${input.repositoryId}'`,
      );
    }
    if (caller.access !== 'write') {
      throw new GithubHttpError(403, 'Resource not accessible by integration');
    }
    await moveBranch(context, {
      repository: context.git.repository(name),
      ref: String(update.name),
      to: String(update.afterOid),
      ...(typeof update.beforeOid === 'string' && { from: update.beforeOid }),
      force: update.force === true,
      ruleStatus: 422,
    });
    response.json({ data: { updateRefs: { clientMutationId: null } } });
  });
  router.use(answerError);
  return router;
}
