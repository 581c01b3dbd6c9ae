// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isError } from '@backstage/errors';
import {
  refusalKinds,
  type RefusalCode,
  type RefusalKind,
} from 'backstage-plugin-promotion-common/commands';
import type {
  Explanation,
  Plan,
  PromotionView,
} from 'backstage-plugin-promotion-common';
import { RefusedError } from '../RefusedError';
import { MisconfiguredError } from '../rules/RulesRegistry';

/** What an error is answered with. */
export interface ErrorAnswer {
  readonly status: number;
  readonly retryAfterSeconds?: number;
  readonly error: {
    readonly name: string;
    readonly message: string;
    readonly code?: string;
    readonly explanation?: Explanation;
    readonly plan?: Plan;
    readonly current?: {
      readonly promotion?: PromotionView;
      readonly plan?: Plan;
    };
  };
}

const statusOf: Readonly<Record<string, number>> = {
  InputError: 400,
  AuthenticationError: 401,
  NotAllowedError: 403,
  NotFoundError: 404,
  NoRulesError: 404,
  ConflictError: 409,
  MisconfiguredError: 422,
  TerminalError: 422,
  TooManyRequestsError: 429,
  NotImplementedError: 501,
  ServiceUnavailableError: 503,
  SourceUnreachableError: 503,
};

/**
 * How an error is told: its status, its sentence, and for machines its name and code. Absent for one nobody foresaw:
 * that is a fault of ours, whose text may hold anything, and the host answers and logs it.
 */
export function errorAnswerOf(error: unknown): ErrorAnswer | undefined {
  if (!isError(error)) return undefined;
  const parser = bodyParserAnswer(error);
  if (parser) return parser;
  if (error instanceof RefusedError) return refusalAnswer(error);
  const status = statusOf[error.name];
  if (status === undefined) return undefined;
  const { name, message } = error;
  if (error instanceof MisconfiguredError) {
    const { code } = error;
    return {
      status,
      error: { name, message, code, explanation: explain(error) },
    };
  }
  const code = typeof error.code === 'string' ? error.code : undefined;
  return {
    status,
    error: { name, message, ...(code !== undefined && { code }) },
    ...((status === 503 || status === 429) && {
      retryAfterSeconds: retryAfter(error),
    }),
  };
}

/** How each kind of refusal is told; one about the setup is the configuration's fault, not the caller's. */
const toldAs = {
  forbidden: { status: 403, name: 'NotAllowedError' },
  refused: { status: 409, name: 'RefusedError' },
  outdated: { status: 409, name: 'StaleViewError' },
} as const satisfies Record<RefusalKind, { status: number; name: string }>;

function refusalAnswer({
  refusal,
  current,
  message,
}: RefusedError): ErrorAnswer {
  const { code, explanation } = refusal;
  const kind = isRefusalCode(code) ? refusalKinds[code] : 'refused';
  const { status, name } = toldAs[kind];
  const { plan } = current;
  return {
    status: code === 'configuration' ? 422 : status,
    error: {
      name,
      message,
      code,
      ...(kind === 'refused' && {
        explanation: explanation ?? { code, tone: 'blocks', message },
      }),
      ...(kind === 'refused' && plan && { plan }),
      ...(kind === 'outdated' && plan && { current: { plan } }),
    },
  };
}

function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(refusalKinds, code);
}

function explain(error: MisconfiguredError): Explanation {
  return {
    code: error.code,
    tone: 'blocks',
    message: error.message,
    children: error.problems.map(({ code, message, remedy }) => ({
      code,
      tone: 'blocks',
      message,
      ...(remedy !== undefined && { remedy }),
    })),
  };
}

/** The body parser's errors quote the body; ours do not. */
function bodyParserAnswer(error: Error): ErrorAnswer | undefined {
  const type = 'type' in error ? error.type : undefined;
  if (type === 'entity.too.large') {
    return {
      status: 413,
      error: {
        name: 'PayloadTooLargeError',
        message: 'The body is larger than 256 kB. Send less at once.',
      },
    };
  }
  const isMalformed =
    type === 'entity.parse.failed' ||
    type === 'encoding.unsupported' ||
    type === 'charset.unsupported' ||
    type === 'request.size.invalid';
  if (!isMalformed) return undefined;
  return {
    status: 400,
    error: { name: 'InputError', message: 'The body is not readable as JSON.' },
  };
}

function retryAfter(error: Error): number {
  const ms =
    'retryAfterMs' in error && typeof error.retryAfterMs === 'number'
      ? error.retryAfterMs
      : 10_000;
  return Math.max(1, Math.ceil(ms / 1000));
}
