// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { HandlerPorts } from './createHandlers';
import { componentRefOf } from './createReadHandlers';
import type { Asking, Handlers } from './Handlers';
import { promotionView } from './viewing';

type CommandRoutes =
  | 'createPromotion'
  | 'decideApproval'
  | 'withdrawApproval'
  | 'override'
  | 'reviewOverride'
  | 'cancel'
  | 'rollback'
  | 'rollbackEnvironment'
  | 'decide'
  | 'retry'
  | 'liftBar';

/** Routes that change something: each gives one command and answers with what stands then. */
export function createCommandHandlers(
  ports: HandlerPorts,
): Pick<Handlers, CommandRoutes> {
  const { resources, service } = ports;
  const target = async (
    componentRef: string,
    environment: string,
    { credentials }: Asking,
  ) => {
    await resources.assertVisible(componentRef, credentials);
    return resources.component(componentRef, [environment]);
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
    createPromotion: {
      resources: ({ body }, asking) =>
        target(body.componentRef, body.to, asking),
      answer: async ({ body }, asking) => {
        const { promotionId } = await service.request(body, asking.caller);
        return promotionView(promotionId, asking, ports);
      },
    },
    decideApproval: {
      resources: promotion,
      answer: async ({ params, body }, asking) => {
        await service.decideApproval({ ...params, ...body }, asking.caller);
        return promotionView(params.promotionId, asking, ports);
      },
    },
    withdrawApproval: {
      resources: promotion,
      answer: async ({ params }, asking) => {
        await service.withdrawApproval(params, asking.caller);
        return promotionView(params.promotionId, asking, ports);
      },
    },
    override: {
      resources: promotion,
      answer: async ({ params, body }, asking) => {
        await service.override({ ...params, ...body }, asking.caller);
        return promotionView(params.promotionId, asking, ports);
      },
    },
    reviewOverride: {
      resources: promotion,
      answer: async ({ params, body }, asking) => {
        await service.reviewOverride({ ...params, ...body }, asking.caller);
        return promotionView(params.promotionId, asking, ports);
      },
    },
    cancel: {
      resources: promotion,
      answer: async ({ params, body }, asking) => {
        await service.cancel({ ...params, ...body }, asking.caller);
        return promotionView(params.promotionId, asking, ports);
      },
    },
    rollback: {
      resources: promotion,
      answer: async ({ params, body }, asking) => {
        const { promotionId } = await service.rollback(
          { ...params, ...body },
          asking.caller,
        );
        return promotionView(promotionId, asking, ports);
      },
    },
    rollbackEnvironment: {
      resources: ({ body }, asking) =>
        target(body.componentRef, body.environment, asking),
      answer: async ({ body }, asking) => {
        const { promotionId } = await service.rollbackEnvironment(
          body,
          asking.caller,
        );
        return promotionView(promotionId, asking, ports);
      },
    },
    decide: {
      resources: promotion,
      answer: async ({ params, body }, asking) => {
        await service.decide({ ...params, ...body }, asking.caller);
        return promotionView(params.promotionId, asking, ports);
      },
    },
    retry: {
      resources: promotion,
      answer: async ({ params, body }, asking) => {
        const { promotionId } = await service.retry(
          { ...params, ...body },
          asking.caller,
        );
        return promotionView(promotionId, asking, ports);
      },
    },
    liftBar: {
      resources: ({ params }, asking) =>
        target(componentRefOf(params), params.environment, asking),
      answer: async ({ params, body }, { caller }) => {
        const { environment, releaseId } = params;
        const lifted = await service.liftBar(
          {
            componentRef: componentRefOf(params),
            environment,
            releaseId,
            ...body,
          },
          caller,
        );
        return { lifted };
      },
    },
  };
}
