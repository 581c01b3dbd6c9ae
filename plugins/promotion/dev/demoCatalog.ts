// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { InMemoryCatalogClient } from '@backstage/catalog-client/testUtils';
import { allSituations } from '../src/__testUtils__/situations';

const people = [
  ['olivia', 'Olivia Ortiz'],
  ['sam', 'Sam Sato'],
  ['quinn', 'Quinn Quist'],
  ['erin', 'Erin Eze'],
  ['paul', 'Paul Pham'],
] as const;

/** A catalog with the people of the demo and a component for each situation. */
export function demoCatalog() {
  return new InMemoryCatalogClient({
    entities: [
      ...Object.keys(allSituations()).map(name => ({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name, namespace: 'default' },
        spec: { type: 'service', owner: 'storefront', lifecycle: 'production' },
      })),
      ...people.map(([name, displayName]) => ({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'User',
        metadata: { name, namespace: 'default' },
        spec: { profile: { displayName } },
      })),
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Group',
        metadata: { name: 'storefront', namespace: 'default' },
        spec: { type: 'team', profile: { displayName: 'Storefront' } },
      },
    ],
  });
}
