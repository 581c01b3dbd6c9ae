// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import Ajv, { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { isRecord } from '../http/isRecord';
import { SANDBOX_GITHUB_TOKEN } from '../startSandbox';
import { Sandbox } from '../Sandbox';
import { seedGitops, startForTest } from '../__testUtils__/startForTest';

interface Description {
  readonly paths: Record<
    string,
    Record<
      string,
      {
        responses: Record<
          string,
          { $ref?: string; content?: Record<string, unknown> }
        >;
      }
    >
  >;
  readonly components: {
    responses: Record<string, { content?: Record<string, unknown> }>;
  };
}

/** OpenAPI 3.0 says `nullable: true` beside a schema; JSON Schema, which ajv speaks, has no such word. */
function withoutNullable(_key: string, value: unknown): unknown {
  if (!isRecord(value) || typeof value.nullable !== 'boolean') {
    return value;
  }
  const { nullable, ...schema } = value;
  return nullable ? { anyOf: [{ type: 'null' }, schema] } : schema;
}

const description: Description = JSON.parse(
  readFileSync(
    require.resolve('@octokit/openapi/generated/api.github.com.json'),
    'utf8',
  ),
  withoutNullable,
);
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
addFormats(ajv);
// GitHub's own formats, and those ajv does not know, carry no check.
['repo.nwo', 'int64', 'timestamp'].forEach(name => ajv.addFormat(name, true));
ajv.addSchema({ $id: 'github', ...description });

function validator(
  path: string,
  method: string,
  status: number,
): ValidateFunction {
  const escape = (key: string) =>
    encodeURIComponent(key.replace(/~/g, '~0').replace(/\//g, '~1'));
  const operation = description.paths[path]?.[method];
  const answer = operation?.responses[String(status)];
  if (!answer) {
    throw new Error(`The description has no ${method} ${path} ${status}`);
  }
  const place = answer.$ref
    ? `github${answer.$ref}`
    : `github#/paths/${escape(path)}/${method}/responses/${status}`;
  const content = answer.$ref
    ? description.components.responses[answer.$ref.split('/').pop() ?? '']
        ?.content
    : answer.content;
  const type =
    Object.keys(content ?? {}).find(name => name.includes('json')) ?? '';
  return ajv.compile({ $ref: `${place}/content/${escape(type)}/schema` });
}

let sandbox: Sandbox;
let stop: () => Promise<void>;
let shas: { first: string; second: string };
beforeAll(async () => {
  ({ sandbox, stop } = await startForTest());
  shas = await seedGitops(sandbox);
  await sandbox.git.create('acme/empty');
  const change = sandbox.git.repository('acme/gitops');
  await change.moveRef('refs/heads/change', shas.second, null);
  await change.commitFiles({
    branch: 'change',
    files: { 'change.txt': 'x' },
    message: 'Change',
    author: {
      name: 'Ada',
      email: 'ada@acme.example',
      date: '2026-09-01T09:00:00Z',
    },
  });
  sandbox.github.checks.addRun('acme/gitops', shas.second, {
    name: 'unit',
    status: 'completed',
    conclusion: 'success',
    started_at: '2026-08-31T09:00:00Z',
    completed_at: '2026-08-31T09:05:00Z',
    html_url: 'http://ci.example/1',
  });
  sandbox.github.rules.add('acme/gitops', 'guarded', { type: 'pull_request' });
  sandbox.github.rules.add('acme/gitops', 'guarded', {
    type: 'required_signatures',
  });
  sandbox.github.rules.add('acme/gitops', 'guarded', {
    type: 'required_status_checks',
    contexts: ['ci'],
  });
});
afterAll(() => stop());

interface Question {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** What is asked for; FIRST and SECOND stand for the seeded commits, here and in the body. */
  readonly target: string;
  readonly body?: unknown;
}

function ask(
  method: string,
  path: string,
  status: number,
  target: string,
  body?: unknown,
): Question {
  return { method, path, status, target, body };
}

const REPO = '/repos/{owner}/{repo}';
const tree = {
  tree: [{ path: 'a.txt', mode: '100644', type: 'blob', content: 'a' }],
};
const FILE = 'services/checkout/overlays/dev/kustomization.yaml';

describe('answers match GitHub’s own description', () => {
  it.each<Question>([
    ask('get', '/user', 200, '/user'),
    ask('get', '/rate_limit', 200, '/rate_limit'),
    ask('get', REPO, 200, ''),
    ask('get', REPO, 404, '/repos/acme/nope'),
    ask('get', `${REPO}/branches/{branch}`, 200, '/branches/main'),
    ask(
      'get',
      `${REPO}/branches/{branch}/protection`,
      404,
      '/branches/main/protection',
    ),
    ask(
      'get',
      `${REPO}/rules/branches/{branch}`,
      200,
      '/rules/branches/guarded',
    ),
    ask('get', `${REPO}/git/ref/{ref}`, 200, '/git/ref/heads%2Fmain'),
    ask('get', `${REPO}/git/ref/{ref}`, 404, '/git/ref/heads/nope'),
    ask(
      'get',
      `${REPO}/git/matching-refs/{ref}`,
      200,
      '/git/matching-refs/heads/ma',
    ),
    ask('post', `${REPO}/git/refs`, 201, '/git/refs', {
      ref: 'refs/heads/new',
      sha: 'FIRST',
    }),
    ask('post', `${REPO}/git/refs`, 422, '/git/refs', {
      ref: 'refs/heads/main',
      sha: 'FIRST',
    }),
    ask('patch', `${REPO}/git/refs/{ref}`, 200, '/git/refs/heads/main', {
      sha: 'SECOND',
    }),
    ask('patch', `${REPO}/git/refs/{ref}`, 422, '/git/refs/heads/main', {
      sha: 'FIRST',
    }),
    ask('get', `${REPO}/git/commits/{commit_sha}`, 200, '/git/commits/FIRST'),
    ask('post', `${REPO}/git/trees`, 201, '/git/trees', tree),
    ask(
      'get',
      `${REPO}/git/trees/{tree_sha}`,
      200,
      '/git/trees/main?recursive=1',
    ),
    ask('post', `${REPO}/git/blobs`, 201, '/git/blobs', { content: 'hello' }),
    ask(
      'get',
      `${REPO}/git/blobs/{file_sha}`,
      200,
      '/git/blobs/b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0',
    ),
    ask(
      'get',
      `${REPO}/contents/{path}`,
      200,
      `/contents/${encodeURIComponent(FILE)}`,
    ),
    ask('get', `${REPO}/contents/{path}`, 200, '/contents/services'),
    ask('get', `${REPO}/contents/{path}`, 404, '/contents/nope'),
    ask('put', `${REPO}/contents/{path}`, 201, '/contents/n.txt', {
      message: 'm',
      content: 'eA==',
      branch: 'side',
    }),
    ask('get', `${REPO}/commits`, 200, '/commits?per_page=1'),
    ask('get', `${REPO}/commits/{ref}`, 200, '/commits/main'),
    ask('get', `${REPO}/commits/{ref}/status`, 200, '/commits/main/status'),
    ask(
      'get',
      `${REPO}/commits/{ref}/check-runs`,
      200,
      '/commits/SECOND/check-runs',
    ),
    ask('post', `${REPO}/statuses/{sha}`, 201, '/statuses/FIRST', {
      state: 'success',
      context: 'ci',
    }),
    ask('get', `${REPO}/compare/{basehead}`, 200, '/compare/FIRST...main'),
    ask('post', `${REPO}/pulls`, 201, '/pulls', {
      title: 't',
      head: 'change',
      base: 'main',
    }),
    ask('post', `${REPO}/pulls`, 422, '/pulls', {
      title: 't',
      head: 'none',
      base: 'main',
    }),
    ask('get', `${REPO}/pulls`, 200, '/pulls'),
    ask('get', `${REPO}/pulls/{pull_number}`, 200, '/pulls/1'),
    ask('get', `${REPO}/pulls/{pull_number}/files`, 200, '/pulls/1/files'),
    ask(
      'post',
      `${REPO}/issues/{issue_number}/labels`,
      200,
      '/issues/1/labels',
      { labels: ['promotion'] },
    ),
    ask(
      'post',
      `${REPO}/issues/{issue_number}/comments`,
      201,
      '/issues/1/comments',
      { body: 'hello' },
    ),
    ask('put', `${REPO}/pulls/{pull_number}/merge`, 409, '/pulls/1/merge', {
      sha: 'FIRST',
    }),
    ask('put', `${REPO}/pulls/{pull_number}/merge`, 200, '/pulls/1/merge', {}),
    ask('put', `${REPO}/pulls/{pull_number}/merge`, 405, '/pulls/1/merge', {}),
  ])('$method $path ($target) is $status', async question => {
    const { method, path, status } = question;
    const fill = (text: string) =>
      text.replace('FIRST', shas.first).replace('SECOND', shas.second);
    const repository = sandbox.git.repository('acme/gitops');
    await repository.moveRef('refs/heads/side', shas.first, null);
    const place = fill(question.target);
    const prefix =
      path.startsWith(REPO) && !place.startsWith('/repos')
        ? '/repos/acme/gitops'
        : '';
    const answer = await fetch(`${sandbox.githubApiUrl}${prefix}${place}`, {
      method: method.toUpperCase(),
      headers: { authorization: `token ${SANDBOX_GITHUB_TOKEN}` },
      ...(question.body ? { body: fill(JSON.stringify(question.body)) } : {}),
    });
    const json = await answer.json();
    expect({ status: answer.status, json }).toMatchObject({ status });
    expect(answer.headers.get('content-type')).toBe(
      'application/json; charset=utf-8',
    );
    const validate = validator(path, method, status);
    validate(json);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('can fail: an answer without its sha does not match', () => {
    const validate = validator(`${REPO}/git/commits/{commit_sha}`, 'get', 200);
    expect(validate({ node_id: 'x' })).toBe(false);
  });
});
