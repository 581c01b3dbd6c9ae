// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { IdentityApi } from '@backstage/core-plugin-api';
import { chosenPerson } from './chosenPerson';

/** `identity`, whose sign-out also forgets the choice: else the page that follows would sign in again by itself. */
export function forgetOnSignOut(identity: IdentityApi): IdentityApi {
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    async signOut() {
      chosenPerson.clear();
      await identity.signOut();
    },
  };
}
