// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { wholeSeconds } from '../../git/GitCommit';
import { GitRepository } from '../../git/GitRepository';
import { CommitStatus } from '../CommitChecks';
import { GithubContext, linksOf } from '../GithubContext';
import { GithubHttpError } from '../GithubHttpError';
import {
  bodyOf,
  callerOf,
  queryText,
  repositoryOf,
  sendCached,
  writableRepositoryOf,
} from '../githubRequest';
import { presentRepository, stableId } from '../present/presentRepository';
import { nodeId, presentUser } from '../present/presentUser';

const STATES = ['error', 'failure', 'pending', 'success'] as const;

/** Commit statuses, check runs and code scanning alerts: what is said about a commit. */
export function checkRoutes(context: GithubContext): Router {
  const router = PromiseRouter();

  router.post(
    '/repos/:owner/:repo/statuses/:sha',
    async (request, response) => {
      const repository = writableRepositoryOf(context, request);
      const sha = await commitOf(repository, request.params.sha ?? '');
      const body = bodyOf(request);
      const state = STATES.find(one => one === body.state);
      if (!state) {
        throw new GithubHttpError(422, 'Validation Failed', [
          {
            resource: 'Status',
            code: 'custom',
            field: 'state',
            message: 'state is not included in the list',
          },
        ]);
      }
      const status = context.checks.addStatus(repository.fullName, sha, {
        state,
        context: typeof body.context === 'string' ? body.context : 'default',
        description:
          typeof body.description === 'string' ? body.description : null,
        target_url:
          typeof body.target_url === 'string' ? body.target_url : null,
        created_at: wholeSeconds(context.clock.now()),
      });
      response.status(201).json({
        ...presentStatus(repository, sha, status),
        creator: presentUser(context.baseUrl(), callerOf(context, request)),
      });
    },
  );

  router.get(
    '/repos/:owner/:repo/commits/:ref/status',
    async (request, response) => {
      const repository = repositoryOf(context, request);
      const sha = await commitOf(repository, request.params.ref ?? '');
      const statuses = context.checks.statuses(repository.fullName, sha);
      const { api } = linksOf(context, repository);
      sendCached(request, response, {
        state: combined(statuses),
        statuses: statuses.map(status =>
          presentStatus(repository, sha, status),
        ),
        sha,
        total_count: statuses.length,
        repository: await presentRepository(context, repository, true),
        commit_url: `${api}/commits/${sha}`,
        url: `${api}/commits/${sha}/status`,
      });
    },
  );

  router.get(
    '/repos/:owner/:repo/commits/:ref/check-runs',
    async (request, response) => {
      const repository = repositoryOf(context, request);
      const sha = await commitOf(repository, request.params.ref ?? '');
      const wanted = queryText(request, 'check_name');
      const runs = context.checks
        .runs(repository.fullName, sha)
        .filter(run => wanted === undefined || run.name === wanted);
      const { api } = linksOf(context, repository);
      sendCached(request, response, {
        total_count: runs.length,
        check_runs: runs.map((run, index) => ({
          id: stableId(sha) + index,
          head_sha: sha,
          node_id: nodeId('CheckRun', `${sha}:${run.name}`),
          external_id: '',
          url: `${api}/check-runs/${stableId(sha) + index}`,
          html_url: run.html_url,
          details_url: run.html_url,
          status: run.status,
          conclusion: run.conclusion,
          started_at: run.started_at,
          completed_at: run.completed_at,
          output: {
            title: null,
            summary: null,
            text: null,
            annotations_count: 0,
            annotations_url: `${api}/check-runs/${
              stableId(sha) + index
            }/annotations`,
          },
          name: run.name,
          check_suite: { id: stableId(sha) },
          app: null,
          pull_requests: [],
        })),
      });
    },
  );

  router.get(
    '/repos/:owner/:repo/code-scanning/alerts',
    (request, response) => {
      const repository = repositoryOf(context, request);
      const alerts = context.checks.alerts(
        repository.fullName,
        queryText(request, 'ref') ?? '',
      );
      if (!alerts) {
        throw new GithubHttpError(404, 'no analysis found');
      }
      const { api, html } = linksOf(context, repository);
      response.json(
        alerts.map(alert => ({
          number: alert.number,
          created_at: alert.created_at,
          url: `${api}/code-scanning/alerts/${alert.number}`,
          html_url: `${html}/security/code-scanning/${alert.number}`,
          state: 'open',
          rule: {
            id: alert.rule,
            severity: 'error',
            security_severity_level: alert.severity,
            description: alert.rule,
          },
          tool: { name: 'CodeQL' },
        })),
      );
    },
  );

  function presentStatus(
    repository: GitRepository,
    sha: string,
    status: CommitStatus,
  ) {
    return {
      url: `${linksOf(context, repository).api}/statuses/${sha}`,
      avatar_url: null,
      id: status.id,
      node_id: nodeId('Status', String(status.id)),
      state: status.state,
      description: status.description,
      target_url: status.target_url,
      context: status.context,
      created_at: status.created_at,
      updated_at: status.created_at,
    };
  }
  return router;
}

async function commitOf(
  repository: GitRepository,
  ref: string,
): Promise<string> {
  const sha = await repository.resolveCommit(ref);
  if (!sha) {
    throw new GithubHttpError(422, `No commit found for SHA: ${ref}`);
  }
  return sha;
}

/** No status at all is `pending`, which surprises many. */
function combined(statuses: readonly CommitStatus[]): string {
  if (statuses.some(one => one.state === 'failure' || one.state === 'error')) {
    return 'failure';
  }
  return statuses.length > 0 && statuses.every(one => one.state === 'success')
    ? 'success'
    : 'pending';
}
