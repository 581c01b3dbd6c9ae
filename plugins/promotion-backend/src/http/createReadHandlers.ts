// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  promotionReadPermission,
  timelineOf,
  type Promotion,
} from 'backstage-plugin-promotion-common';
import type { HandlerPorts } from './createHandlers';
import type { Asking, Handlers, RequestOf } from './Handlers';
import { promotionView, viewerOf } from './viewing';

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

/** The entity reference of a path. */
export function componentRefOf(params: ComponentParams): string {
  const { kind, namespace, name } = params;
  return `${kind}:${namespace}/${name}`.toLowerCase();
}

/** Routes that change nothing. */
export function createReadHandlers(
  ports: HandlerPorts,
): Pick<Handlers, ReadRoutes> {
  const { resources, views, authorization, service, stores } = ports;
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
      answer: async ({ params }, asking) =>
        views.component(
          componentRefOf(params),
          await viewerOf(asking, authorization),
        ),
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
        return resources.component(body.componentRef, [body.to]);
      },
      answer: ({ body }, { caller }) => service.plan(body, caller),
    },
    listPromotions: {
      answer: ({ query }, asking) => listReadable(query, asking, ports),
    },
    getPromotion: {
      resources: promotion,
      answer: ({ params }, asking) =>
        promotionView(params.promotionId, asking, ports),
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

/** A page of promotions the caller may read, of components the catalog shows them. */
async function listReadable(
  query: RequestOf<'listPromotions'>['query'],
  asking: Asking,
  { stores, resources, views, authorization }: HandlerPorts,
) {
  const { cursor: first, limit, ...filter } = query;
  const mayRead = await authorization.decisionOn(
    promotionReadPermission.name,
    asking.credentials,
  );
  const found: Promotion[] = [];
  let cursor = first;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { items, nextCursor } = await stores.promotions.list(filter, {
      limit: limit - found.length,
      ...(cursor !== undefined && { cursor }),
    });
    const things = await resources.ofPromotions(items);
    const visible = await visibleRefs(items, asking, resources);
    found.push(
      ...items.filter((item, index) => {
        const thing = things[index];
        return thing && mayRead(thing) && visible.has(item.componentRef);
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

async function visibleRefs(
  promotions: readonly Promotion[],
  { credentials }: Asking,
  resources: HandlerPorts['resources'],
): Promise<ReadonlySet<string>> {
  const refs = [...new Set(promotions.map(({ componentRef }) => componentRef))];
  const visible = await Promise.all(
    refs.map(async ref => {
      try {
        await resources.assertVisible(ref, credentials);
        return [ref];
      } catch (error) {
        if (
          error instanceof NotFoundError ||
          error instanceof NotAllowedError
        ) {
          return [];
        }
        throw error;
      }
    }),
  );
  return new Set(visible.flat());
}
