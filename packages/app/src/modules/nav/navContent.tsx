// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { NavContentBlueprint } from '@backstage/plugin-app-react';
import { z } from 'zod';
import { AppSidebar } from './AppSidebar';

/**
 * The sidebar, extension `nav-content:app`. Its only setting `sandboxUrl` adds a link to the demo's sandbox; without it
 * there is none.
 */
export const navContent = NavContentBlueprint.makeWithOverrides({
  configSchema: {
    sandboxUrl: z.url({ protocol: /^https?$/ }).optional(),
  },
  factory: (makeContent, { config }) =>
    makeContent({
      component: ({ navItems }) => (
        <AppSidebar navItems={navItems} sandboxUrl={config.sandboxUrl} />
      ),
    }),
});
