// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { AuthenticationError, NotAllowedError } from '@backstage/errors';
import type { Route } from 'backstage-plugin-promotion-common/client';
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

/** @throws NotAllowedError when a route is for people and this is none, or somebody acts for them */
export function checkCaller(route: Route, caller: Caller): void {
  if (route.caller !== 'user' || caller.userRef !== undefined) return;
  const { ref, onBehalfOf } = caller.actor;
  throw new NotAllowedError(
    onBehalfOf === undefined
      ? `Only a person may do this, and ${ref} is a service. Let a person do it in Backstage.`
      : `Only a person may do this by their own hand, and ${ref} acts for ${onBehalfOf}. Let ${onBehalfOf} do it in Backstage.`,
  );
}
