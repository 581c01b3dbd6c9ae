// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createApp } from '@backstage/frontend-defaults';
import { navModule } from './modules/nav';
import { signInModule } from './modules/signIn';

/** The app. All plugins in package.json are discovered (`app.packages: all`); only what is this app's own is listed. */
export const app = createApp({ features: [navModule, signInModule] });
