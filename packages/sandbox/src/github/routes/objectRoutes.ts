// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { GitPerson, wholeSeconds } from '../../git/GitCommit';
import { TreeChange } from '../../git/GitRepository';
import { isRecord } from '../../http/isRecord';
import { GithubContext, linksOf } from '../GithubContext';
import { GithubHttpError, notFound } from '../GithubHttpError';
import { base64Lines } from '../base64Lines';
import {
  bodyOf,
  callerOf,
  repositoryOf,
  requiredText,
  sendCached,
  wildcardOf,
  writableRepositoryOf,
} from '../githubRequest';
import { presentGitCommit } from '../present/presentCommit';
import { nodeId } from '../present/presentUser';
import { readTreeChanges } from '../readTreeChanges';

/** The Git Data API: blobs, trees and commits. Writing objects is harmless; only refs make them matter. */
export function objectRoutes(context: GithubContext): Router {
  const router = PromiseRouter();

  router.get(
    '/repos/:owner/:repo/git/commits/:sha',
    async (request, response) => {
      const repository = repositoryOf(context, request);
      const commit = await repository.commit(fullSha(request.params.sha));
      if (!commit) {
        throw notFound();
      }
      const signed = context.signed.has(commit.sha);
      sendCached(
        request,
        response,
        presentGitCommit(commit, {
          links: linksOf(context, repository),
          signed,
        }),
      );
    },
  );

  router.post('/repos/:owner/:repo/git/commits', async (request, response) => {
    const repository = writableRepositoryOf(context, request);
    const caller = callerOf(context, request);
    const body = bodyOf(request);
    const tree = requiredText(body, 'tree');
    const parents = Array.isArray(body.parents) ? body.parents.map(String) : [];
    if ((await repository.object(fullSha(tree)))?.type !== 'tree') {
      throw new GithubHttpError(422, 'Tree SHA does not exist');
    }
    for (const parent of parents) {
      if (!(await repository.commit(fullSha(parent)))) {
        throw new GithubHttpError(
          422,
          'Parent SHA does not exist or is not a commit object',
        );
      }
    }
    const now = wholeSeconds(context.clock.now());
    const fallback = { name: caller.name, email: caller.email, date: now };
    const author = person(body.author, fallback);
    const sha = await repository.writeCommit({
      tree,
      parents,
      author,
      committer: person(body.committer, author),
      message: requiredText(body, 'message'),
    });
    const bySelf = body.author === undefined && body.committer === undefined;
    if (caller.kind === 'app' && bySelf && body.signature === undefined) {
      context.signed.add(sha);
    }
    const commit = await repository.commit(sha);
    if (!commit) {
      throw notFound();
    }
    const links = linksOf(context, repository);
    response
      .status(201)
      .set('location', `${links.api}/git/commits/${sha}`)
      .json(
        presentGitCommit(commit, { links, signed: context.signed.has(sha) }),
      );
  });

  router.get('/repos/:owner/:repo/git/trees/*', async (request, response) => {
    const repository = repositoryOf(context, request);
    const name = wildcardOf(request);
    const resolved = await repository.object(
      `${(await repository.resolveCommit(name)) ?? fullSha(name)}^{tree}`,
    );
    if (!resolved) {
      throw notFound();
    }
    sendCached(
      request,
      response,
      await presentTree(resolved.oid, request.query.recursive !== undefined),
    );

    async function presentTree(sha: string, recursive: boolean) {
      const { api } = linksOf(context, repository);
      const entries = (await repository.tree(sha, { recursive })) ?? [];
      return {
        sha,
        url: `${api}/git/trees/${sha}`,
        tree: entries.map(entry => ({
          ...entry,
          ...(entry.type === 'commit'
            ? {}
            : { url: `${api}/git/${entry.type}s/${entry.sha}` }),
        })),
        truncated: false,
      };
    }
  });

  router.post('/repos/:owner/:repo/git/trees', async (request, response) => {
    const repository = writableRepositoryOf(context, request);
    const body = bodyOf(request);
    const base =
      typeof body.base_tree === 'string' ? body.base_tree : undefined;
    if (base !== undefined && !(await repository.tree(fullSha(base)))) {
      throw notFound();
    }
    const changes: TreeChange[] = await readTreeChanges(repository, body.tree);
    // Without base_tree every other file is gone: that is GitHub's own trap.
    const sha = await repository.writeTree(base, changes);
    const { api } = linksOf(context, repository);
    const entries = (await repository.tree(sha)) ?? [];
    response.status(201).json({
      sha,
      url: `${api}/git/trees/${sha}`,
      tree: entries.map(entry => ({
        ...entry,
        ...(entry.type === 'commit'
          ? {}
          : { url: `${api}/git/${entry.type}s/${entry.sha}` }),
      })),
      truncated: false,
    });
  });

  router.get(
    '/repos/:owner/:repo/git/blobs/:sha',
    async (request, response) => {
      const repository = repositoryOf(context, request);
      const blob = await repository.object(fullSha(request.params.sha));
      if (blob?.type !== 'blob') {
        throw notFound();
      }
      if (/\.raw\b/.test(request.headers.accept ?? '')) {
        response
          .type('application/vnd.github.raw; charset=utf-8')
          .send(blob.content);
        return;
      }
      sendCached(request, response, {
        sha: blob.oid,
        node_id: nodeId('Blob', blob.oid),
        size: blob.content.length,
        url: `${linksOf(context, repository).api}/git/blobs/${blob.oid}`,
        content: base64Lines(blob.content),
        encoding: 'base64',
      });
    },
  );

  router.post('/repos/:owner/:repo/git/blobs', async (request, response) => {
    const repository = writableRepositoryOf(context, request);
    const body = bodyOf(request);
    const content = requiredText(body, 'content');
    const bytes =
      body.encoding === 'base64' ? Buffer.from(content, 'base64') : content;
    const sha = await repository.writeBlob(bytes);
    const url = `${linksOf(context, repository).api}/git/blobs/${sha}`;
    response.status(201).set('location', url).json({ sha, url });
  });
  return router;
}

/** The Git Data API knows full ids only; anything else becomes the id of nothing. */
function fullSha(text: string | undefined): string {
  return /^[0-9a-f]{40}$/.test(text ?? '') ? text ?? '' : '0'.repeat(40);
}

function person(value: unknown, fallback: GitPerson): GitPerson {
  if (!isRecord(value)) {
    return fallback;
  }
  const text = (name: 'name' | 'email' | 'date') => {
    const given = value[name];
    return typeof given === 'string' ? given : fallback[name];
  };
  return { name: text('name'), email: text('email'), date: text('date') };
}
