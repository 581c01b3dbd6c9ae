// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  createApiFactory,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { createPromotionClient } from 'backstage-plugin-promotion-common/client';
import { promotionApiRef } from './api/promotionApiRef';
import { promotionRouteRef } from './routes';

/** Promotion for Backstage in the old frontend system: the same tab and client as in the new one. */
export const promotionPlugin = createPlugin({
  id: 'promotion',
  routes: { entityContent: promotionRouteRef },
  apis: [
    createApiFactory({
      api: promotionApiRef,
      deps: { discovery: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discovery, fetchApi }) =>
        createPromotionClient({ discovery, fetch: fetchApi.fetch }),
    }),
  ],
});

/** The tab, for an `EntityLayout.Route` at `/promotion`. */
export const EntityPromotionContent = promotionPlugin.provide(
  createRoutableExtension({
    name: 'EntityPromotionContent',
    component: () => import('./tab/PromotionTab').then(m => m.PromotionTab),
    mountPoint: promotionRouteRef,
  }),
);

/** Whether the tab belongs on an entity's page: components have it. Whether rules apply, the tab itself says. */
export function isPromotionAvailable(entity: Entity): boolean {
  return entity.kind.toLowerCase() === 'component';
}
