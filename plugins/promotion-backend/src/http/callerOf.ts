// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { AuthenticationError } from '@backstage/errors';
import type { Caller } from '../Caller';

/**
 * Who calls. A service that acts for a user is a service, with that user on the asking side: it may ask, and neither
 * vote nor override.
 */
export function callerOf(
  credentials: BackstageCredentials,
  auth: Pick<AuthService, 'isPrincipal'>,
): Caller {
  if (auth.isPrincipal(credentials, 'user')) {
    const { userEntityRef, actor } = credentials.principal;
    const userRef = userEntityRef.toLowerCase();
    if (actor) {
      return {
        actor: { kind: 'service', ref: actor.subject, onBehalfOf: userRef },
        requesterRefs: [actor.subject, userRef],
      };
    }
    return {
      actor: { kind: 'user', ref: userRef },
      requesterRefs: [userRef],
      userRef,
    };
  }
  if (auth.isPrincipal(credentials, 'service')) {
    const { subject } = credentials.principal;
    return {
      actor: { kind: 'service', ref: subject },
      requesterRefs: [subject],
    };
  }
  throw new AuthenticationError('Sign in, or send the token of a service.');
}
