// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { promotionReadPermission } from 'backstage-plugin-promotion-common';
import { componentRefOf } from '../commands/liftBar';
import type { HandlerPorts } from './createHandlers';
import type { Asking, Handlers } from './Handlers';

type ReadRoutes =
  | 'getComponent'
  | 'refreshComponent'
  | 'createPlan'
  | 'listPromotions'
  | 'getPromotion'
  | 'listEvents';

interface ComponentParams {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Routes that change nothing. */
export function createReadHandlers(
  ports: HandlerPorts,
): Pick<Handlers, ReadRoutes> {
  const { resources, views } = ports;
  const component = async (
    { params }: { readonly params: ComponentParams },
    { credentials }: Asking,
  ) => {
    await resources.assertVisible(componentRefOf(params), credentials);
    return resources.component(componentRefOf(params));
  };
  const promotion = async (
    { params }: { readonly params: { readonly promotionId: string } },
    { credentials }: Asking,
  ) => {
    const found = await resources.promotion(params.promotionId);
    await resources.assertVisible(found.componentRef, credentials);
    return resources.ofPromotions([found]);
  };
  return {
    getComponent: {
      resources: component,
      answer: ({ params }, { viewer }) =>
        views.component(componentRefOf(params), viewer),
    },
    refreshComponent: {
      resources: component,
      answer: async ({ params }) => {
        await ports.refresh(componentRefOf(params));
        return { collecting: true };
      },
    },
    createPlan: {
      resources: async ({ body }, { credentials }) => {
        await resources.assertVisible(body.componentRef, credentials);
        return resources.component(body.componentRef, [body.from, body.to]);
      },
      every: true,
      answer: ({ body }, { viewer }) =>
        ports.plan(body, viewer.caller.requesterRefs),
    },
    listPromotions: {
      // Of components the catalog shows the caller: one question to the catalog a page.
      answer: (
        { query: { cursor, limit, ...filter } },
        { viewer, credentials },
      ) =>
        views.list(
          filter,
          { limit, ...(cursor !== undefined && { cursor }) },
          async items => {
            const things = await resources.visiblePromotions(
              items,
              credentials,
            );
            return items.filter((_, index) => {
              const thing = things[index];
              return thing && viewer.may(promotionReadPermission.name, thing);
            });
          },
        ),
    },
    getPromotion: {
      resources: promotion,
      answer: ({ params }, { viewer }) =>
        views.promotion(params.promotionId, viewer),
    },
    listEvents: {
      resources: promotion,
      answer: ({ params }) => views.events(params.promotionId),
    },
  };
}
