// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Explanation } from '../model/Explanation';

/**
 * How a refusal is meant: this caller cannot (`forbidden`), it cannot be done now (`refused`), or the caller has not seen
 * what is there now (`outdated`).
 */
export type RefusalKind = 'forbidden' | 'refused' | 'outdated';

/** Every reason for which a command is refused, and how it is meant. */
export const refusalKinds = {
  'no-permission': 'forbidden',
  'people-only': 'forbidden',
  'needs-role': 'forbidden',
  requester: 'forbidden',
  'own-override': 'forbidden',
  outdated: 'outdated',
  'not-open': 'refused',
  'not-needed': 'refused',
  'already-decided': 'refused',
  'nothing-to-withdraw': 'refused',
  'nothing-to-override': 'refused',
  'not-overridable': 'forbidden',
  'review-overdue': 'refused',
  'no-review': 'refused',
  'already-reviewed': 'refused',
  'already-under-way': 'refused',
  published: 'refused',
  'nothing-to-restore': 'refused',
  'not-a-rollback-target': 'refused',
  'not-retryable': 'refused',
  'nothing-to-decide': 'refused',
  'not-barred': 'refused',
  'not-held': 'refused',
  'already-asked': 'refused',
  'would-disqualify': 'refused',
  'never-enough': 'refused',
  barred: 'refused',
  'gates-do-not-pass': 'refused',
  configuration: 'refused',
  'source-failed': 'refused',
  'older-release': 'refused',
  'lane-taken': 'refused',
  'nothing-to-adopt': 'refused',
  'key-reused': 'refused',
  'key-in-use': 'refused',
} as const satisfies Record<string, RefusalKind>;
/** @see refusalKinds */
export type RefusalCode = keyof typeof refusalKinds;

/** Why a command is not done: for machines, for people, and who could do it instead. */
export interface CommandRefusal {
  readonly code: RefusalCode;
  readonly message: string;
  /** What to do next. Absent: the message says it, or nothing helps. */
  readonly remedy?: string;
  /** Roles whose holders could give this command now. Absent: nobody could. */
  readonly whoCould?: readonly string[];
  /** The whole tree of reasons, where there is one. */
  readonly explanation?: Explanation;
}

/** The command is not done. */
export interface Refused {
  readonly allowed: false;
  readonly refusal: CommandRefusal;
}

/** Not allowed, and why. */
export function refused(
  code: RefusalCode,
  message: string,
  more: Omit<CommandRefusal, 'code' | 'message'> = {},
): Refused {
  return { allowed: false, refusal: { code, message, ...more } };
}

/** Said to whoever the permission policy does not let try. */
export function permissionRefusal(permission: string): CommandRefusal {
  return {
    code: 'no-permission',
    message: `You do not have the permission ${permission} here.`,
    remedy: 'Ask whoever keeps the permission policy of this Backstage.',
  };
}

/** Said to a request whose idempotency key cannot give it an answer. */
export function requestKeyRefusal(
  code: 'key-reused' | 'key-in-use',
): CommandRefusal {
  return code === 'key-reused'
    ? {
        code,
        message: 'This Idempotency-Key was used for another request.',
        remedy: 'Use a new key for a new request.',
      }
    : {
        code,
        message:
          'The first request with this Idempotency-Key is still being answered.',
        remedy: 'Send it again shortly.',
      };
}
