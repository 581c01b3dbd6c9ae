// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import type { PromotionClient } from 'backstage-plugin-promotion-common/client';
import { promotionApiRef } from '../api/promotionApiRef';
import { PromotionTab } from '../tab/PromotionTab';

/** Shows the tab of a component with a client, at an address such as `/?path=dev..staging`. */
export function renderTab(
  client: PromotionClient,
  where: { readonly name: string; readonly address?: string },
) {
  const entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: where.name, namespace: 'default' },
  };
  return renderInTestApp(
    <TestApiProvider apis={[[promotionApiRef, client]]}>
      <EntityProvider entity={entity}>
        <PromotionTab />
      </EntityProvider>
    </TestApiProvider>,
    {
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      initialRouteEntries: [where.address ?? '/'],
    },
  );
}
