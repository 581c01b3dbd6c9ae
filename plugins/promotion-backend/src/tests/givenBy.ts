// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { parseEntityRef } from '@backstage/catalog-model';
import type { Caller } from '../Caller';
import { commands, type BackendCommand, type CommandPorts } from '../commands';
import { orRefuse } from '../commands/orRefuse';
import { planPath } from '../facts/planPath';
import type {
  RequestOf,
  RouteName,
} from 'backstage-plugin-promotion-common/client';

type Params<N extends RouteName> = RequestOf<N>['params'];
type Body<N extends RouteName> = RequestOf<N>['body'];

/** The commands as they are given behind the edge, by somebody whom the policy lets try everything. */
export function givenBy(ports: CommandPorts) {
  const give = <N extends keyof typeof commands, A>(
    command: BackendCommand<N, A>,
    params: Params<N>,
    body: Body<N>,
    caller: Caller,
  ) => {
    // What a route takes no part of is absent, which the type cannot say of any route.
    const request = { params, body, query: undefined } as RequestOf<N>;
    return command.run(request, { caller, may: () => true }, ports);
  };
  type OnPromotion<N extends RouteName> = {
    readonly promotionId: string;
  } & Body<N>;
  return {
    request: async (body: Body<'createPromotion'>, caller: Caller) => {
      const { promotionId, existing = false } = await give(
        commands.createPromotion,
        undefined,
        body,
        caller,
      );
      return { promotionId, created: !existing };
    },
    decideApproval: (
      { promotionId, ...body }: OnPromotion<'decideApproval'>,
      caller: Caller,
    ) => give(commands.decideApproval, { promotionId }, body, caller),
    plan: async (
      { componentRef, ...request }: Body<'createPlan'>,
      { requesterRefs }: Caller,
    ) => {
      const snapshot = await ports.facts.gather(componentRef);
      const asked = { ...request, requesterRefs };
      return orRefuse(await planPath(asked, snapshot, ports)).plan;
    },
    liftBar: async (
      {
        componentRef,
        environment,
        releaseId,
        reason,
      }: { readonly componentRef: string } & Omit<
        Params<'liftBar'>,
        'kind' | 'namespace' | 'name'
      > &
        Body<'liftBar'>,
      caller: Caller,
    ) => {
      const { lifted } = await give(
        commands.liftBar,
        { ...parseEntityRef(componentRef), environment, releaseId },
        { reason },
        caller,
      );
      return lifted;
    },
    withdrawApproval: (params: Params<'withdrawApproval'>, caller: Caller) =>
      give(commands.withdrawApproval, params, undefined, caller),
    override: (
      { promotionId, ...body }: OnPromotion<'override'>,
      caller: Caller,
    ) => give(commands.override, { promotionId }, body, caller),
    reviewOverride: (
      {
        promotionId,
        overrideId,
        ...body
      }: Params<'reviewOverride'> & Body<'reviewOverride'>,
      caller: Caller,
    ) =>
      give(commands.reviewOverride, { promotionId, overrideId }, body, caller),
    cancel: ({ promotionId, ...body }: OnPromotion<'cancel'>, caller: Caller) =>
      give(commands.cancel, { promotionId }, body, caller),
    rollback: (
      { promotionId, ...body }: OnPromotion<'rollback'>,
      caller: Caller,
    ) => give(commands.rollback, { promotionId }, body, caller),
    rollbackEnvironment: (body: Body<'rollbackEnvironment'>, caller: Caller) =>
      give(commands.rollbackEnvironment, undefined, body, caller),
    decide: ({ promotionId, ...body }: OnPromotion<'decide'>, caller: Caller) =>
      give(commands.decide, { promotionId }, body, caller),
    retry: ({ promotionId, ...body }: OnPromotion<'retry'>, caller: Caller) =>
      give(commands.retry, { promotionId }, body, caller),
  };
}
