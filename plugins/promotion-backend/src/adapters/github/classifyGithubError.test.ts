// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { classifyGithubError, isLostRace } from './classifyGithubError';

const failure = (
  status: number,
  message: string,
  headers: Record<string, string> = {},
) =>
  Object.assign(new Error(message), {
    status,
    request: { headers: { authorization: 'token secret' } },
    response: { status, headers, data: { message, status: String(status) } },
  });

const doing = 'move branch main of acme/gitops';

describe('what an answer of GitHub means', () => {
  it.each([
    [
      'a secondary limit',
      failure(403, 'You have exceeded a secondary rate limit.', {
        'retry-after': '7',
      }),
      7_000,
    ],
    [
      'a secondary limit that names no time',
      failure(429, 'You have exceeded a secondary rate limit.'),
      60_000,
    ],
    ['a server error', failure(502, 'Bad Gateway'), undefined],
    [
      'a server error that names a time',
      failure(503, 'Unavailable', { 'retry-after': '3' }),
      3_000,
    ],
    ['expired credentials', failure(401, 'Bad credentials'), undefined],
    [
      'a network failure',
      Object.assign(new Error('fetch failed'), { status: 500 }),
      undefined,
    ],
    [
      'an abort',
      new DOMException('This operation was aborted', 'AbortError'),
      undefined,
    ],
  ])('%s is no answer, and is waited for', (_title, error, retryAfterMs) => {
    const classified = classifyGithubError(error, doing);
    expect(classified).toMatchObject({
      name: 'SourceUnreachableError',
      retryAfterMs,
    });
    expect(classified.message).toContain(doing);
  });

  it('takes the primary limit for no answer until its reset', () => {
    const resetSeconds = Math.ceil(Date.now() / 1_000) + 30;
    const classified = classifyGithubError(
      failure(403, 'API rate limit exceeded for user ID 1.', {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(resetSeconds),
      }),
      doing,
    );
    expect(classified).toMatchObject({ name: 'SourceUnreachableError' });
    expect(classified).toHaveProperty('retryAfterMs', expect.any(Number));
  });

  it.each([
    [
      'a ruleset',
      failure(
        422,
        'Repository rule violations found\n\nChanges must be made through a pull request.',
      ),
      /Changes must be made through a pull request.*change the rule/,
    ],
    [
      'a ruleset, by the other code',
      failure(
        409,
        'Repository rule violations found\n\nCannot update this protected ref.',
      ),
      /Cannot update this protected ref/,
    ],
    [
      'unsigned commits',
      failure(
        422,
        'Repository rule violations found\n\nCommits must have verified signatures.',
      ),
      /verified signatures.*Use a GitHub App.*or let the credentials.*bypass/,
    ],
    [
      'classic protection',
      failure(
        422,
        '3 of 3 required status checks are expected. At least one approved review is required',
      ),
      /status checks.*change the rule/,
    ],
    [
      'a missing permission',
      failure(403, 'Resource not accessible by personal access token'),
      /contents: write/,
    ],
    [
      'single sign-on',
      failure(403, 'Resource protected by organization SAML enforcement.', {
        'x-github-sso': 'required; url=x',
      }),
      /single sign-on/,
    ],
    [
      'a repository that is not there',
      failure(404, 'Not Found'),
      /may not see it/,
    ],
    [
      'an archived repository',
      failure(403, 'Repository was archived so is read-only.'),
      /unarchive/,
    ],
    ['an empty repository', failure(409, 'Git Repository is empty.'), /empty/],
  ])('%s is final, and names the remedy', (_title, error, message) => {
    const classified = classifyGithubError(error, doing);
    expect(classified).toMatchObject({ name: 'TerminalError' });
    expect(classified.message).toMatch(message);
    expect(classified.message).not.toContain('secret');
  });

  it.each([
    ['a lost race', failure(422, 'Update is not a fast forward'), true],
    [
      'a ruleset',
      failure(
        422,
        'Repository rule violations found\n\nCannot update this protected ref.',
      ),
      false,
    ],
    ['a branch that is gone', failure(422, 'Reference does not exist'), false],
    [
      'a missing permission',
      failure(403, 'Resource not accessible by integration'),
      false,
    ],
    [
      'the same race by the other door',
      failure(409, 'is at 1111111 but expected 2222222'),
      true,
    ],
  ])(
    '%s is answered by preparing anew only when that can help',
    (_title, error, expected) => {
      expect(isLostRace(error)).toBe(expected);
    },
  );
});
