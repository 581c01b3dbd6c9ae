// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { configure, screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { renderTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import {
  catalogApiMock,
  createTestEntityPage,
} from '@backstage/plugin-catalog-react/testUtils';
import {
  renderInTestApp as renderInLegacyApp,
  TestApiProvider,
} from '@backstage/test-utils';
import promotionPlugin, { promotionApiRef } from './index';
import { EntityPromotionContent, isPromotionAvailable } from './legacy';
import { fakePromotionClient } from './__testUtils__/fakePromotionClient';
import { ready } from './__testUtils__/situations';

// The tab is loaded when it is shown.
configure({ asyncUtilTimeout: 20_000 });

const entity = (kind: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name: 'checkout', namespace: 'default' },
});

describe('the plugin', () => {
  it('shows the tab on a component page of the new frontend system', async () => {
    const situation = ready();
    renderTestApp({
      extensions: [
        createTestEntityPage({ entity: entity('Component') }),
        promotionPlugin.getExtension('entity-content:promotion'),
      ],
      apis: [
        catalogApiMock({ entities: [entity('Component')] }),
        [promotionApiRef, fakePromotionClient(situation)],
      ],
    });
    expect(await screen.findByText(situation.view.headline)).toBeVisible();
  });

  it('shows the same tab in the old frontend system', async () => {
    const situation = ready();
    await renderInLegacyApp(
      <TestApiProvider
        apis={[[promotionApiRef, fakePromotionClient(situation)]]}
      >
        <EntityProvider entity={entity('Component')}>
          <Routes>
            <Route path="/promotion" element={<EntityPromotionContent />} />
          </Routes>
        </EntityProvider>
      </TestApiProvider>,
      {
        routeEntries: ['/promotion'],
        mountedRoutes: {
          '/catalog/:namespace/:kind/:name': entityRouteRef,
        },
      },
    );
    expect(await screen.findByText(situation.view.headline)).toBeVisible();
  });

  it('has the tab on components only in the old frontend system', () => {
    expect(isPromotionAvailable(entity('Component'))).toBe(true);
    expect(isPromotionAvailable(entity('API'))).toBe(false);
  });
});
