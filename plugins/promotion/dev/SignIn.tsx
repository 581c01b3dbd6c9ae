// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { useEffect } from 'react';
import type { SignInPageProps } from '@backstage/plugin-app-react';

/** Signs in as the owner at once: fixtures know no others. */
export function SignIn({ onSignInSuccess }: SignInPageProps) {
  useEffect(() => {
    const userEntityRef = 'user:default/olivia';
    onSignInSuccess({
      getProfileInfo: async () => ({ displayName: 'Olivia Ortiz' }),
      getBackstageIdentity: async () => ({
        type: 'user',
        userEntityRef,
        ownershipEntityRefs: [userEntityRef],
      }),
      getCredentials: async () => ({}),
      signOut: async () => {},
    });
  }, [onSignInSuccess]);
  return null;
}
