// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  SourceUnreachableError,
  TerminalError,
} from 'backstage-plugin-promotion-node';

/** What of an Octokit error is looked at. It may lack everything: a network failure has no response. */
interface GithubFailure {
  readonly status?: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly answered: boolean;
}

/** How long to stay away after a secondary limit that names no time, as GitHub's documentation asks. */
const SECONDARY_LIMIT_MS = 60_000;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** What the types of GraphQL errors, which come with status 200, would be over REST. Others: no answer. */
const statusOfType: ReadonlyMap<unknown, number> = new Map([
  ['FORBIDDEN', 403],
  ['INSUFFICIENT_SCOPES', 403],
  ['NOT_FOUND', 404],
  ['STALE_DATA', 422],
  ['UNPROCESSABLE', 422],
  ['RATE_LIMITED', 429],
]);

/** Reads an Octokit `RequestError` or `GraphqlResponseError` without trusting its shape. The request, which has the token, is left alone. */
export function readGithubFailure(error: unknown): GithubFailure {
  const failure = isRecord(error) ? error : {};
  if (Array.isArray(failure.errors)) {
    const [first]: unknown[] = failure.errors;
    const told = isRecord(first) ? first : {};
    return {
      status: statusOfType.get(told.type) ?? 502,
      message: String(told.message ?? 'no reason given'),
      headers: isRecord(failure.headers) ? failure.headers : {},
      answered: true,
    };
  }
  const response = isRecord(failure.response) ? failure.response : undefined;
  const data = isRecord(response?.data) ? response?.data : undefined;
  const own = error instanceof Error ? error.message : String(error);
  return {
    status: typeof failure.status === 'number' ? failure.status : undefined,
    message: typeof data?.message === 'string' ? data.message : own,
    headers: isRecord(response?.headers) ? response.headers : {},
    answered: response !== undefined,
  };
}

function readRetryAfterMs({
  headers,
  message,
}: GithubFailure): number | undefined {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  if (Number.isFinite(seconds)) {
    return seconds * 1_000;
  }
  const resetSeconds = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
  if (
    String(headers['x-ratelimit-remaining']) === '0' &&
    Number.isFinite(resetSeconds)
  ) {
    return Math.max(0, resetSeconds * 1_000 - Date.now()) + 1_000;
  }
  return /secondary rate/i.test(message) ? SECONDARY_LIMIT_MS : undefined;
}

function isRateLimit({ status, headers, message }: GithubFailure): boolean {
  return (
    status === 429 ||
    (status === 403 &&
      (String(headers['x-ratelimit-remaining']) === '0' ||
        /rate limit/i.test(message)))
  );
}

/** The move was refused because the branch is not where the commit's parent is, as far as the words tell. */
export function isLostRace(error: unknown): boolean {
  const { status, message } = readGithubFailure(error);
  return (
    (status === 409 || status === 422) &&
    /not a fast[- ]forward|is at \S+ but expected/i.test(message)
  );
}

/** The move was refused in words that name no rule and no race: what became of the branch tells, or the next try. */
export function isUnexplained(error: unknown): boolean {
  const { status, message } = readGithubFailure(error);
  return (
    (status === 409 || status === 422) &&
    !RULES.test(message) &&
    !/archived/i.test(message)
  );
}

const RULES =
  /rule violations|protected (ref|branch)|status checks? |approving review|verified signatures|through a pull request/i;

/**
 * What an answer of GitHub means to a promotion, by status and message: one cause comes under several codes.
 * @param doing what was tried and where, such as `read main of acme/gitops`
 */
export function classifyGithubError(
  error: unknown,
  doing: string,
): SourceUnreachableError | TerminalError {
  if (
    error instanceof SourceUnreachableError ||
    error instanceof TerminalError
  ) {
    return error;
  }
  const failure = readGithubFailure(error);
  const { status, message, headers, answered } = failure;
  const told = `GitHub could not ${doing}: ${status ?? ''} ${message}`.replace(
    /: +/,
    ': ',
  );
  if (!answered || status === undefined) {
    return new SourceUnreachableError(
      `GitHub did not answer when asked to ${doing}: ${message}`,
    );
  }
  if (isRateLimit(failure)) {
    return new SourceUnreachableError(told, undefined, {
      retryAfterMs: readRetryAfterMs(failure),
    });
  }
  if (status === 401) {
    return new SourceUnreachableError(
      `${told}. Renew the credentials of this host under integrations.github.`,
    );
  }
  if (status === 408 || status >= 500) {
    return new SourceUnreachableError(told, undefined, {
      retryAfterMs: readRetryAfterMs(failure),
    });
  }
  if (/archived/i.test(message)) {
    return new TerminalError(
      `${told}. The repository is archived: unarchive it or name another one in the rules.`,
    );
  }
  if (RULES.test(message)) {
    const rules = message
      .replace(/^.*rule violations found\s*/is, '')
      .replace(/\s+/g, ' ')
      .trim();
    const signed = /verified signatures/i.test(message)
      ? 'Use a GitHub App under integrations.github, whose commits GitHub signs; or let'
      : 'Let';
    return new TerminalError(
      `GitHub could not ${doing}: a rule of the repository forbids it (${rules}). ${signed} the credentials under integrations.github bypass the rule, or change the rule.`,
    );
  }
  if (headers['x-github-sso'] !== undefined) {
    return new TerminalError(
      `${told}. Authorize the token for the organization's single sign-on.`,
    );
  }
  switch (status) {
    case 403:
      return new TerminalError(
        `${told}. Give the credentials under integrations.github the permission contents: write on this repository.`,
      );
    case 404:
      return new TerminalError(
        `${told}. It is not there, or the credentials under integrations.github may not see it.`,
      );
    default:
      return new TerminalError(told);
  }
}
