// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** An answer of GitHub's API that is not a success; `message` is GitHub's text, to the letter. */
export class GithubHttpError extends Error {
  readonly status: number;
  readonly errors?: readonly unknown[];

  constructor(status: number, message: string, errors?: readonly unknown[]) {
    super(message);
    this.name = 'GithubHttpError';
    this.status = status;
    this.errors = errors;
  }

  /** The body as GitHub sends it: the status is a string there. */
  body(): Record<string, unknown> {
    return {
      message: this.message,
      ...(this.errors ? { errors: this.errors } : {}),
      documentation_url: 'https://docs.github.com/rest',
      status: String(this.status),
    };
  }
}

/** What GitHub says about anything the token may not see. */
export function notFound(): GithubHttpError {
  return new GithubHttpError(404, 'Not Found');
}
