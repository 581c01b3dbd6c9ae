// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  promotionReadPermission,
  timelineOf,
  type Promotion,
} from 'backstage-plugin-promotion-common';
import type { RequestOf } from 'backstage-plugin-promotion-common/client';
import { componentRefOf } from '../commands/liftBar';
import type { HandlerPorts } from './createHandlers';
import type { Asking, Handlers } from './Handlers';

/** How many pages are read at most to fill one whose promotions a caller may only partly see. */
const MAX_PAGES = 10;

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
  const { resources, views, stores } = ports;
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
        ports.refresh(componentRefOf(params));
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
      answer: ({ query }, asking) => listReadable(query, asking, ports),
    },
    getPromotion: {
      resources: promotion,
      answer: ({ params }, { viewer }) =>
        views.promotion(params.promotionId, viewer),
    },
    listEvents: {
      resources: promotion,
      answer: async ({ params }) => {
        const { records, verdict } = await stores.promotions.chain(
          params.promotionId,
        );
        return {
          items: timelineOf(records).map((entry, index) => ({
            ...entry,
            previousHash: records[index]?.previousHash ?? '',
            canonical: records[index]?.canonical ?? '',
          })),
          chain: verdict.kind,
          length: verdict.length,
          head: verdict.hash,
        };
      },
    },
  };
}

/** A page of promotions the caller can read, of components the catalog shows them: one question to the catalog a page. */
async function listReadable(
  query: RequestOf<'listPromotions'>['query'],
  { viewer, credentials }: Asking,
  { stores, resources, views }: HandlerPorts,
) {
  const { cursor: first, limit, ...filter } = query;
  const found: Promotion[] = [];
  let cursor = first;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { items, nextCursor } = await stores.promotions.list(filter, {
      limit: limit - found.length,
      ...(cursor !== undefined && { cursor }),
    });
    const things = await resources.visiblePromotions(items, credentials);
    found.push(
      ...items.filter((_, index) => {
        const thing = things[index];
        return thing && viewer.may(promotionReadPermission.name, thing);
      }),
    );
    cursor = nextCursor;
    if (cursor === undefined || found.length >= limit) break;
  }
  return {
    items: [...(await views.summaries(found))],
    ...(cursor !== undefined && { nextCursor: cursor }),
  };
}
