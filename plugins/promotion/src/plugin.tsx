// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { RiRocketLine } from '@remixicon/react';
import { createPromotionClient } from 'backstage-plugin-promotion-common/client';
import { promotionApiRef } from './api/promotionApiRef';
import { promotionRouteRef } from './routes';

const promotionApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: promotionApiRef,
      deps: { discovery: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discovery, fetchApi }) =>
        createPromotionClient({ discovery, fetch: fetchApi.fetch }),
    }),
});

const promotionEntityContent = EntityContentBlueprint.make({
  params: {
    path: '/promotion',
    title: 'Promotion',
    group: 'deployment',
    icon: <RiRocketLine />,
    filter: { kind: 'component' },
    routeRef: promotionRouteRef,
    loader: () => import('./tab/PromotionTab').then(m => <m.PromotionTab />),
  },
});

/** Promotion for Backstage in the new frontend system: the tab on components and the client behind it. */
export const promotionPlugin = createFrontendPlugin({
  pluginId: 'promotion',
  title: 'Promotion',
  icon: <RiRocketLine />,
  info: { packageJson: () => import('../package.json') },
  routes: { entityContent: promotionRouteRef },
  extensions: [promotionApi, promotionEntityContent],
});
