// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import { z } from 'zod';

/**
 * The sign-in page, extension `sign-in-page:app`. Its setting `provider` says how people sign in: `demo` (the default,
 * development only: choose one of six people) or `github`.
 */
const signInPage = SignInPageBlueprint.makeWithOverrides({
  configSchema: {
    provider: z.enum(['demo', 'github']).default('demo'),
  },
  factory: (makePage, { config }) =>
    makePage({
      loader: async () => {
        if (config.provider === 'github') {
          return (await import('./GithubSignInPage')).GithubSignInPage;
        }
        return (await import('./DemoSignInPage')).DemoSignInPage;
      },
    }),
});

/** How people sign in to this app. */
export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [signInPage],
});
