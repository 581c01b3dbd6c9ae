// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  SourceUnreachableError,
  TerminalError,
} from 'backstage-plugin-promotion-node';

/** gRPC codes Argo CD's answers carry beside the HTTP status. */
export const grpcCode = {
  invalidArgument: 3,
  notFound: 5,
  permissionDenied: 7,
  failedPrecondition: 9,
} as const;

/** Argo CD answered, and not with success. One status has several meanings: see `classifyArgocdError`. */
export class ArgocdError extends Error {
  override readonly name = 'ArgocdError';
  readonly status: number;
  readonly code?: number;

  constructor(answer: {
    readonly status: number;
    readonly code?: number;
    readonly message: string;
  }) {
    super(answer.message);
    this.status = answer.status;
    this.code = answer.code;
  }
}

/** Why a sync was not taken that only wants waiting. */
export type SyncRefusal = 'another-operation' | 'sync-window' | 'auto-sync-on';

/** Tells a refused sync that time mends from an error. */
export function readSyncRefusal(error: unknown): SyncRefusal | undefined {
  if (!(error instanceof ArgocdError)) {
    return undefined;
  }
  if (/another operation is already in progress/i.test(error.message)) {
    return 'another-operation';
  }
  if (/blocked by sync window/i.test(error.message)) {
    return 'sync-window';
  }
  return /auto-sync currently set to/i.test(error.message)
    ? 'auto-sync-on'
    : undefined;
}

/**
 * What an answer of Argo CD means to a promotion, by status, code and message: 403 has four meanings, 400 has six.
 * @param doing what was tried and where, such as `read application checkout-staging on demo`
 */
export function classifyArgocdError(
  error: unknown,
  doing: string,
): SourceUnreachableError | TerminalError {
  if (
    error instanceof SourceUnreachableError ||
    error instanceof TerminalError
  ) {
    return error;
  }
  if (!(error instanceof ArgocdError)) {
    const cause = error instanceof Error ? error.message : String(error);
    return new SourceUnreachableError(
      `Argo CD did not answer when asked to ${doing}: ${cause}`,
    );
  }
  const { status, message } = error;
  const told = `Argo CD could not ${doing}: ${status} ${message}`;
  if (status === 401) {
    return new SourceUnreachableError(
      `${told}. Renew the token or password under promotion.argocd.instances.`,
    );
  }
  if (status === 408 || status === 409 || status === 429 || status >= 500) {
    return new SourceUnreachableError(told);
  }
  if (readSyncRefusal(error)) {
    return new SourceUnreachableError(told);
  }
  if (status === 403 && message === 'permission denied') {
    return new TerminalError(
      `${told}. There is no such application, or the account under promotion.argocd.instances may not get it.`,
    );
  }
  if (status === 403) {
    return new TerminalError(
      `${told}. Give the account under promotion.argocd.instances this right.`,
    );
  }
  if (status === 404) {
    return new TerminalError(
      `${told}. Check the application's name, namespace and project in the rules.`,
    );
  }
  if (/error resolving repo revision/i.test(message)) {
    return new SourceUnreachableError(told);
  }
  return new TerminalError(told);
}
