// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { GitCommit } from '../../git/GitCommit';
import { GitRepository } from '../../git/GitRepository';
import { GithubContext, linksOf } from '../GithubContext';
import { GithubHttpError, notFound } from '../GithubHttpError';
import {
  pageOf,
  queryText,
  repositoryOf,
  sendCached,
  wildcardOf,
  sendPage,
} from '../githubRequest';
import { presentCommit, presentFile } from '../present/presentCommit';

/** Lists of commits, single commits and comparisons. */
export function commitRoutes(context: GithubContext): Router {
  const router = PromiseRouter();
  const present = (repository: GitRepository, commit: GitCommit) =>
    presentCommit(commit, {
      links: linksOf(context, repository),
      signed: context.signed.has(commit.sha),
    });

  router.get('/repos/:owner/:repo/commits', async (request, response) => {
    const repository = repositoryOf(context, request);
    const { perPage, page } = pageOf(request);
    const start =
      queryText(request, 'sha') ?? (await repository.defaultBranch());
    const from = await repository.resolveCommit(start);
    if (!from) {
      const empty = (await repository.refs('refs/heads')).length === 0;
      throw empty
        ? new GithubHttpError(409, 'Git Repository is empty.')
        : notFound();
    }
    const commits = await repository.log({
      from,
      path: queryText(request, 'path'),
      since: queryText(request, 'since'),
      until: queryText(request, 'until'),
      max: perPage + 1,
      skip: (page - 1) * perPage,
    });
    sendPage(request, response, {
      items: commits
        .slice(0, perPage)
        .map(commit => present(repository, commit)),
      hasMore: commits.length > perPage,
      baseUrl: context.baseUrl(),
    });
  });

  router.get('/repos/:owner/:repo/compare/*', async (request, response) => {
    const repository = repositoryOf(context, request);
    const [baseName = '', headName = ''] = wildcardOf(request).split('...');
    const [base, head] = await Promise.all([find(baseName), find(headName)]);
    const mergeBaseSha = await repository.mergeBase(base.sha, head.sha);
    const mergeBase = mergeBaseSha && (await repository.commit(mergeBaseSha));
    if (!mergeBase) {
      throw new GithubHttpError(
        404,
        `No common ancestor between ${baseName} and ${headName}.`,
      );
    }
    const [ahead, behind] = await Promise.all([
      repository.commitsBetween(base.sha, head.sha),
      repository.commitsBetween(head.sha, base.sha),
    ]);
    const { perPage, page } = pageOf(request);
    const oldestFirst = [...ahead]
      .reverse()
      .slice((page - 1) * perPage, page * perPage);
    const commits = await Promise.all(
      oldestFirst.map(sha => repository.commit(sha)),
    );
    const links = linksOf(context, repository);
    const files = await repository.changedFiles(mergeBase.sha, head.sha);
    sendCached(request, response, {
      url: `${links.api}/compare/${baseName}...${headName}`,
      html_url: `${links.html}/compare/${baseName}...${headName}`,
      permalink_url: `${links.html}/compare/${base.sha}...${head.sha}`,
      diff_url: `${links.html}/compare/${baseName}...${headName}.diff`,
      patch_url: `${links.html}/compare/${baseName}...${headName}.patch`,
      base_commit: present(repository, base),
      merge_base_commit: present(repository, mergeBase),
      status: comparison(ahead.length, behind.length),
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits: commits.flatMap(commit =>
        commit ? present(repository, commit) : [],
      ),
      files: files
        .slice(0, 300)
        .map(file => presentFile(file, links, head.sha)),
    });

    async function find(name: string): Promise<GitCommit> {
      const sha = await repository.resolveCommit(name);
      const commit = sha ? await repository.commit(sha) : undefined;
      if (!commit) {
        throw notFound();
      }
      return commit;
    }
  });

  router.get('/repos/:owner/:repo/commits/*', async (request, response) => {
    const repository = repositoryOf(context, request);
    const name = wildcardOf(request);
    const sha = await repository.resolveCommit(name);
    const commit = sha ? await repository.commit(sha) : undefined;
    if (!commit) {
      throw new GithubHttpError(422, `No commit found for SHA: ${name}`);
    }
    if (/\.sha\b/.test(request.headers.accept ?? '')) {
      response.type('application/vnd.github.sha').send(commit.sha);
      return;
    }
    const links = linksOf(context, repository);
    const files = await repository.changedFiles(commit.parents[0], commit.sha);
    const sum = (field: 'additions' | 'deletions') =>
      files.reduce((total, file) => total + file[field], 0);
    sendCached(request, response, {
      ...present(repository, commit),
      stats: {
        additions: sum('additions'),
        deletions: sum('deletions'),
        total: sum('additions') + sum('deletions'),
      },
      files: files.map(file => presentFile(file, links, commit.sha)),
    });
  });
  return router;
}

function comparison(ahead: number, behind: number): string {
  if (ahead === 0) {
    return behind === 0 ? 'identical' : 'behind';
  }
  return behind === 0 ? 'ahead' : 'diverged';
}
