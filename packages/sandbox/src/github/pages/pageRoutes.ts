// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { GitRepository } from '../../git/GitRepository';
import { GitStore } from '../../git/GitStore';
import { escapeHtml } from '../../http/escapeHtml';
import { wildcardOf } from '../githubRequest';
import { page } from './page';

/** Small pages for people, where the `html_url`s of the API lead. */
export function pageRoutes(git: GitStore): Router {
  const router = PromiseRouter();

  router.get('/:owner/:repo', async (request, response, next) => {
    const repository = git.find(
      `${request.params.owner}/${request.params.repo}`,
    );
    if (!repository) {
      next();
      return;
    }
    const from = await repository.resolveCommit(
      await repository.defaultBranch(),
    );
    const commits = from ? await repository.log({ from, max: 50 }) : [];
    const items = commits.map(
      commit =>
        `<li><a href="/${repository.fullName}/commit/${
          commit.sha
        }"><code>${commit.sha.slice(0, 7)}</code></a> ${escapeHtml(
          commit.message.split('\n')[0] ?? '',
        )} <small>${escapeHtml(commit.author.name)}, <time>${
          commit.author.date
        }</time></small></li>`,
    );
    sendPage(
      response,
      repository.fullName,
      `<h1>${escapeHtml(repository.fullName)}</h1><ul>${items.join('')}</ul>`,
    );
  });

  router.get('/:owner/:repo/commit/:sha', async (request, response, next) => {
    const repository = git.find(
      `${request.params.owner}/${request.params.repo}`,
    );
    const sha = await repository?.resolveCommit(request.params.sha ?? '');
    const commit = sha && (await repository?.commit(sha));
    if (!repository || !commit) {
      next();
      return;
    }
    const files = await repository.changedFiles(commit.parents[0], commit.sha);
    const diffs = files.map(file => {
      const link = `/${repository.fullName}/blob/${commit.sha}/${escapeHtml(
        file.path,
      )}`;
      return `<h2><a href="${link}">${escapeHtml(file.path)}</a> <small>${
        file.status
      }</small></h2><pre>${(file.patch ?? 'binary')
        .split('\n')
        .map(colored)
        .join('\n')}</pre>`;
    });
    const head = `<h1>${escapeHtml(
      commit.message.split('\n')[0] ?? '',
    )}</h1><p>${escapeHtml(commit.author.name)}, <time>${
      commit.author.date
    }</time>, <code>${commit.sha}</code></p><pre>${escapeHtml(
      commit.message,
    )}</pre>`;
    sendPage(response, commit.sha.slice(0, 7), `${head}${diffs.join('')}`);
  });

  router.get(
    ['/:owner/:repo/blob/:ref/*', '/:owner/:repo/tree/:ref/*'],
    async (request, response, next) => {
      const { owner, repo, ref } = request.params;
      const path = wildcardOf(request);
      const found = await fileOf(`${owner}/${repo}`, ref ?? '', path);
      if (found === undefined) {
        next();
        return;
      }
      sendPage(
        response,
        path,
        `<h1>${escapeHtml(path)}</h1><pre>${escapeHtml(found)}</pre>`,
      );
    },
  );

  router.get(
    ['/raw/:owner/:repo/:ref/*', '/:owner/:repo/raw/:ref/*'],
    async (request, response, next) => {
      const { owner, repo, ref } = request.params;
      const found = await fileOf(
        `${owner}/${repo}`,
        ref ?? '',
        wildcardOf(request),
      );
      if (found === undefined) {
        next();
        return;
      }
      response.type('text/plain').send(found);
    },
  );

  async function fileOf(
    name: string,
    ref: string,
    path: string,
  ): Promise<string | undefined> {
    const repository: GitRepository | undefined = git.find(name);
    const sha = await repository?.resolveCommit(ref);
    return sha ? repository?.text(sha, path) : undefined;
  }
  return router;
}

function sendPage(response: Response, title: string, body: string): void {
  response.type('html').send(page(title, body));
}

function colored(line: string): string {
  const text = escapeHtml(line);
  if (line.startsWith('@@')) {
    return `<span class="hunk">${text}</span>`;
  }
  if (line.startsWith('+')) {
    return `<span class="add">${text}</span>`;
  }
  return line.startsWith('-') ? `<span class="del">${text}</span>` : text;
}
