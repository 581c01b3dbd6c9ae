// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { CustomErrorBase } from '@backstage/errors';

/**
 * The outside system gave no answer: network, 5xx, rate limit, timeout, expired and not renewable credentials.
 * The promotion waits and says so; this is never a failure and never a trigger for rollback.
 */
export class SourceUnreachableError extends CustomErrorBase {
  name = 'SourceUnreachableError' as const;

  /** How long the source asked us to stay away, in milliseconds. Absent: it did not say. */
  readonly retryAfterMs?: number;

  constructor(
    message: string,
    cause?: unknown,
    options: { readonly retryAfterMs?: number } = {},
  ) {
    super(message, cause);
    this.retryAfterMs = options.retryAfterMs;
  }
}

/**
 * The outside system answered, and repeating cannot help: a ruleset forbids the push, the application does not exist
 * or does not track our file, a manifest cannot be edited. The message names the thing, the place and the remedy.
 */
export class TerminalError extends CustomErrorBase {
  name = 'TerminalError' as const;
}
