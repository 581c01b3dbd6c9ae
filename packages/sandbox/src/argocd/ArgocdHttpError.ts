// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** gRPC codes Argo CD uses, and the HTTP status the gateway makes of each. */
const HTTP_STATUS = {
  2: 500,
  3: 400,
  5: 404,
  7: 403,
  9: 400,
  13: 500,
  14: 503,
  16: 401,
} as const;

/** An error as the gRPC gateway answers it. */
export class ArgocdHttpError extends Error {
  readonly status: number;
  readonly code: keyof typeof HTTP_STATUS;

  constructor(code: keyof typeof HTTP_STATUS, message: string) {
    super(message);
    this.name = 'ArgocdHttpError';
    this.code = code;
    this.status = HTTP_STATUS[code];
  }

  /** The keys in the gateway's order; `error` repeats the message. */
  body(): { error: string; code: number; message: string } {
    return { error: this.message, code: this.code, message: this.message };
  }
}

/** What Argo CD says about anything it will not admit to exist. */
export function permissionDenied(detail?: string): ArgocdHttpError {
  return new ArgocdHttpError(
    7,
    detail ? `permission denied: ${detail}` : 'permission denied',
  );
}
