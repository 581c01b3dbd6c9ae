// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { InputError } from '@backstage/errors';
import { requestKeyRefusal } from 'backstage-plugin-promotion-common/commands';
import { contentHash } from 'backstage-plugin-promotion-common/model';
import { refuse } from '../RefusedError';
import type { CommandPorts } from './CommandPorts';

/** What is asked, by whom, under which key. */
export interface KeyedRequest {
  /** Of one caller and one route: nobody gets another's answer. */
  readonly scope: string;
  /** Absent: every request is a first one. */
  readonly key: string | undefined;
  readonly request: unknown;
}

/**
 * Does something once for a key: the same request again, within 24 hours, gets the first answer. A request that
 * failed may be sent again under its key.
 *
 * @throws RefusedError when the key came with another request, or the first one is still being served
 */
export async function answerOnce<T>(
  { scope, key, request }: KeyedRequest,
  { stores, clock }: Pick<CommandPorts, 'stores' | 'clock'>,
  answer: () => Promise<T>,
): Promise<T> {
  if (key === undefined) return answer();
  if (!/^[\x21-\x7e]{1,128}$/.test(key)) {
    throw new InputError(
      'Idempotency-Key has 1 to 128 visible ASCII characters, such as a UUID or the id of a pipeline run.',
    );
  }
  const claim = await stores.idempotency.claim({
    scope,
    key,
    requestHash: contentHash(request),
    now: await clock.now(),
  });
  if (claim.kind === 'answered') return JSON.parse(claim.answer);
  if (claim.kind === 'conflict') {
    refuse(requestKeyRefusal('key-reused'));
  }
  if (claim.kind === 'in-flight') {
    refuse(requestKeyRefusal('key-in-use'));
  }
  try {
    const first = await answer();
    await stores.idempotency.rememberAnswer({
      scope,
      key,
      answer: JSON.stringify(first),
    });
    return first;
  } catch (error) {
    await stores.idempotency.forget({ scope, key });
    throw error;
  }
}
