// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  PromotionApiError,
  type PromotionClient,
} from 'backstage-plugin-promotion-common/client';
import { allSituations } from '../src/__testUtils__/situations';
import { fakePromotionClient } from '../src/__testUtils__/fakePromotionClient';
import { ready } from '../src/__testUtils__/situations';

/** A client that answers for every situation, each under the name of its component. */
export function situationsClient(): PromotionClient {
  const situations = allSituations();
  const clientOf = (componentRef: string) => {
    const name = componentRef.slice(componentRef.lastIndexOf('/') + 1);
    const situation = situations[name];
    if (situation) return fakePromotionClient(situation);
    throw new PromotionApiError({
      status: 404,
      name: 'NotFoundError',
      code: 'no-rules',
      message: `No rules document applies to ${componentRef}.`,
    });
  };
  return fakePromotionClient(ready(), {
    getComponent: async request => {
      const answer = await clientOf(request.params.name).getComponent(request);
      return {
        ...answer,
        componentRef: `component:default/${request.params.name}`,
      };
    },
    createPlan: async request =>
      clientOf(request.body.componentRef).createPlan(request),
    getPromotion: async ({ params }) => {
      const { pathname } = window.location;
      const name = pathname.split('/')[4] ?? '';
      return clientOf(name).getPromotion({ params });
    },
    createPromotion: async () => {
      throw new PromotionApiError({
        status: 409,
        name: 'RefusedError',
        message: 'These are fixtures: nothing can be promoted here.',
      });
    },
  });
}
