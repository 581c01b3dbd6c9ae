// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { AuthenticationError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';
import { demoPeople } from './demoPeople';

/** The request header with the name of the chosen person. */
export const demoUserHeader = 'x-demo-user';

/**
 * Believes the header {@link demoUserHeader}, as long as it names one of the six people. A missing or unknown name
 * is an `AuthenticationError`.
 */
export const demoAuthenticator = createProxyAuthenticator({
  defaultProfileTransform: async ({ name }: { name: string }) => ({
    profile: { displayName: name },
  }),
  initialize: () => undefined,
  async authenticate({ req }) {
    const name = req.header(demoUserHeader);
    if (name === undefined || !demoPeople.has(name)) {
      throw new AuthenticationError(
        `The demo knows ${[...demoPeople].join(
          ', ',
        )}; choose one of them on the sign-in page`,
      );
    }
    return { result: { name } };
  },
});
