// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { posix } from 'node:path';
import { wholeSeconds } from '../../git/GitCommit';
import { GitRepository, TreeEntry } from '../../git/GitRepository';
import { isRecord } from '../../http/isRecord';
import { GithubContext, linksOf } from '../GithubContext';
import { GithubHttpError, notFound } from '../GithubHttpError';
import {
  bodyOf,
  callerOf,
  queryText,
  repositoryOf,
  requiredText,
  sendCached,
  wildcardOf,
  writableRepositoryOf,
} from '../githubRequest';
import { moveBranch } from '../moveBranch';
import { presentGitCommit } from '../present/presentCommit';
import { presentEntry, presentFileContent } from '../present/presentContent';

/** The Contents API: one file at a time. */
export function contentRoutes(context: GithubContext): Router {
  const router = PromiseRouter();

  router.get('/repos/:owner/:repo/contents/*', async (request, response) => {
    const repository = repositoryOf(context, request);
    const ref = queryText(request, 'ref') ?? (await repository.defaultBranch());
    const commit = await repository.resolveCommit(ref);
    if (!commit) {
      throw new GithubHttpError(404, `No commit found for the ref ${ref}`);
    }
    const path = wildcardOf(request).replace(/^\/+|\/+$/g, '');
    const place = { links: linksOf(context, repository), ref };
    const entry =
      path === '' ? rootEntry(commit) : await repository.entry(commit, path);
    if (!entry) {
      throw notFound();
    }
    if (entry.type === 'tree') {
      const children = (await repository.tree(entry.sha)) ?? [];
      const list = children.map(child =>
        presentEntry({ ...child, path: posix.join(path, child.path) }, place),
      );
      sendCached(request, response, list);
      return;
    }
    if (entry.type === 'commit') {
      sendCached(request, response, {
        ...presentEntry(entry, place),
        submodule_git_url: null,
      });
      return;
    }
    const file = await followSymlink(repository, commit, entry);
    if (file.mode === '120000') {
      const target =
        (await repository.object(file.sha))?.content.toString('utf8') ?? '';
      sendCached(request, response, { ...presentEntry(file, place), target });
      return;
    }
    if (/\.raw\b/.test(request.headers.accept ?? '')) {
      const blob = await repository.object(file.sha);
      response
        .type('application/vnd.github.raw+json; charset=utf-8')
        .send(blob?.content ?? Buffer.alloc(0));
      return;
    }
    sendCached(
      request,
      response,
      await presentFileContent(repository, file, place),
    );
  });

  router.put('/repos/:owner/:repo/contents/*', (request, response) =>
    writeFile(context, request).then(answer =>
      response.status(answer.status).json(answer.body),
    ),
  );
  return router;
}

async function writeFile(context: GithubContext, request: Request) {
  const repository = writableRepositoryOf(context, request);
  const body = bodyOf(request);
  const branch =
    typeof body.branch === 'string'
      ? body.branch
      : await repository.defaultBranch();
  const head = await repository.ref(`refs/heads/${branch}`);
  if (!head) {
    throw new GithubHttpError(404, `Branch ${branch} not found`);
  }
  const path = wildcardOf(request);
  const message = requiredText(body, 'message');
  const content = requiredText(body, 'content');
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(content)) {
    throw new GithubHttpError(422, 'content is not valid Base64');
  }
  const existing = await repository.entry(head, path);
  if (existing && typeof body.sha !== 'string') {
    throw new GithubHttpError(
      422,
      'Invalid request.\n\n"sha" wasn\'t supplied.',
    );
  }
  if (existing && existing.sha !== body.sha) {
    throw new GithubHttpError(
      409,
      `${path} does not match ${String(body.sha)}`,
    );
  }
  const caller = callerOf(context, request);
  const author = {
    name: caller.name,
    email: caller.email,
    date: wholeSeconds(context.clock.now()),
  };
  const blob = await repository.writeBlob(Buffer.from(content, 'base64'));
  const sha = await repository.writeCommit({
    tree: await repository.writeTree(head, [
      { path, mode: existing?.mode ?? '100644', sha: blob },
    ]),
    parents: [head],
    author: isRecord(body.author)
      ? {
          ...author,
          name: String(body.author.name),
          email: String(body.author.email),
        }
      : author,
    committer: author,
    message,
  });
  try {
    await moveBranch(context, {
      repository,
      ref: `refs/heads/${branch}`,
      to: sha,
      force: false,
      ruleStatus: 409,
    });
  } catch (error) {
    if (
      error instanceof GithubHttpError &&
      error.message === 'Update is not a fast forward'
    ) {
      // The branch moved, perhaps for another file: this door words the lost race differently.
      const now = await repository.ref(`refs/heads/${branch}`);
      throw new GithubHttpError(409, `is at ${now} but expected ${head}`);
    }
    throw error;
  }
  const links = linksOf(context, repository);
  const [commit, entry] = [
    await repository.commit(sha),
    await repository.entry(sha, path),
  ];
  if (!commit || !entry) {
    throw notFound();
  }
  return {
    status: existing ? 200 : 201,
    body: {
      content: presentEntry(entry, { links, ref: branch }),
      commit: presentGitCommit(commit, {
        links,
        signed: context.signed.has(sha),
      }),
    },
  };
}

function rootEntry(commit: string): TreeEntry {
  return { mode: '040000', type: 'tree', sha: commit, path: '' };
}

/** GitHub answers the target's content when a symlink leads to a normal file of the repository. */
async function followSymlink(
  repository: GitRepository,
  commit: string,
  entry: TreeEntry,
): Promise<TreeEntry> {
  if (entry.mode !== '120000') {
    return entry;
  }
  const target =
    (await repository.object(entry.sha))?.content.toString('utf8') ?? '';
  const path = posix.normalize(posix.join(posix.dirname(entry.path), target));
  const found = path.startsWith('..')
    ? undefined
    : await repository.entry(commit, path);
  return found?.type === 'blob' && found.mode !== '120000'
    ? { ...found, path: entry.path }
    : entry;
}
