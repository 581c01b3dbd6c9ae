// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isError, NotFoundError } from '@backstage/errors';
import {
  isTerminal,
  promotionApprovePermission,
  promotionCancelPermission,
  promotionCreatePermission,
  promotionOverridePermission,
  promotionRollbackPermission,
  type CommandName,
  type ComponentView,
  type EntityRef,
  type Promotion,
  type PromotionSummary,
  type PromotionView,
} from 'backstage-plugin-promotion-common';
import type { PromotionResource } from 'backstage-plugin-promotion-node';
import type { Clock } from '../Clock';
import type {
  ComponentDossier,
  FactsGatherer,
} from '../execution/FactsGatherer';
import type { Stores } from '../store/DatabaseStores';
import { buildComponentView, type ViewerRights } from './buildComponentView';
import { buildPromotionView, buildSummary } from './buildPromotionView';
import type { Viewer, ViewReader } from './ViewReader';

const MAX_PROMOTIONS = 20;

/** What reading views needs. */
export interface DefaultViewReaderOptions {
  readonly gatherer: Pick<FactsGatherer, 'gather'>;
  readonly stores: Pick<Stores, 'promotions' | 'decisions' | 'claims'>;
  readonly clock: Clock;
  /** Asks for old facts to be looked up anew, and tells whether that is under way. Returns at once. */
  readonly freshen: (
    componentRef: EntityRef,
    observedAt: string | undefined,
  ) => boolean;
}

const permissionOf = {
  approve: promotionApprovePermission.name,
  reject: promotionApprovePermission.name,
  withdraw: promotionApprovePermission.name,
  review: promotionApprovePermission.name,
  override: promotionOverridePermission.name,
  cancel: promotionCancelPermission.name,
  rollback: promotionRollbackPermission.name,
  decide: promotionRollbackPermission.name,
  retry: promotionCreatePermission.name,
} satisfies Record<Exclude<CommandName, 'comment'>, string>;

/** Views from the database and the catalog. */
export class DefaultViewReader implements ViewReader {
  readonly #options: DefaultViewReaderOptions;

  constructor(options: DefaultViewReaderOptions) {
    this.#options = options;
  }

  async component(
    componentRef: EntityRef,
    viewer: Viewer,
  ): Promise<ComponentView> {
    const { gatherer, stores, clock, freshen } = this.#options;
    const dossier = await gatherer.gather(componentRef);
    const { items: promotions } = await stores.promotions.list(
      { componentRef },
      { limit: MAX_PROMOTIONS },
    );
    const overrides = await stores.decisions.overrides(
      promotions.map(({ promotionId }) => promotionId),
    );
    const open = await Promise.all(
      promotions
        .filter(({ state }) => !isTerminal(state))
        .map(promotion => this.#view(promotion, { viewer, dossier })),
    );
    const observedAt = dossier.states.map(state => state.observedAt).sort()[0];
    const { actor, userRef } = viewer.caller;
    return buildComponentView({
      dossier,
      promotions,
      summaries: promotions.map(each => buildSummary(each, overrides)),
      open,
      overrides,
      executing: await this.#executing(dossier),
      viewer: {
        ref: userRef ?? actor.ref,
        ...(userRef !== undefined && { userRef }),
        rights: environment => rightsIn(environment, { viewer, dossier }),
      },
      collecting: freshen(componentRef, observedAt),
      now: await clock.now(),
    });
  }

  async promotion(promotionId: string, viewer: Viewer): Promise<PromotionView> {
    const promotion = await this.#options.stores.promotions.get(promotionId);
    if (!promotion) {
      throw new NotFoundError(
        `There is no promotion ${promotionId}, or you may not see it.`,
      );
    }
    const dossier = await this.#dossier(promotion.componentRef);
    return this.#view(promotion, { viewer, ...(dossier && { dossier }) });
  }

  async summaries(
    promotions: readonly Promotion[],
  ): Promise<readonly PromotionSummary[]> {
    const overrides = await this.#options.stores.decisions.overrides(
      promotions.map(({ promotionId }) => promotionId),
    );
    return promotions.map(promotion => buildSummary(promotion, overrides));
  }

  async #view(
    promotion: Promotion,
    seen: { readonly viewer: Viewer; readonly dossier?: ComponentDossier },
  ): Promise<PromotionView> {
    const { stores, clock } = this.#options;
    const { viewer, dossier } = seen;
    const { promotionId, componentRef, to, requesterRefs } = promotion;
    const [records, approvals, overrides, now] = await Promise.all([
      stores.promotions.records(promotionId),
      stores.decisions.approvals([promotionId]),
      stores.decisions.overrides([promotionId]),
      clock.now(),
    ]);
    const resource: PromotionResource = {
      componentRef,
      environment: to,
      ownerRefs: dossier?.component.ownerRefs ?? [],
      requesterRefs,
    };
    const { userRef } = viewer.caller;
    return buildPromotionView({
      promotion,
      records,
      approvals,
      overrides,
      ...(dossier && { dossier }),
      viewer: {
        ...(userRef !== undefined && { userRef }),
        permitted: permittedCommands(viewer, resource),
      },
      now,
    });
  }

  /** What ended is shown also when its component has left the catalog. */
  async #dossier(
    componentRef: EntityRef,
  ): Promise<ComponentDossier | undefined> {
    try {
      return await this.#options.gatherer.gather(componentRef);
    } catch (error) {
      const isGone =
        isError(error) &&
        ['NotFoundError', 'NoRulesError', 'MisconfiguredError'].includes(
          error.name,
        );
      if (isGone) return undefined;
      throw error;
    }
  }

  async #executing(dossier: ComponentDossier): Promise<Record<string, number>> {
    const limited = Object.keys(dossier.rules.rules.maxConcurrent);
    const counts = await Promise.all(
      limited.map(
        async environment =>
          [
            environment,
            await this.#options.stores.claims.countExecuting(environment),
          ] as const,
      ),
    );
    return Object.fromEntries(counts);
  }
}

function permittedCommands(
  viewer: Viewer,
  resource: PromotionResource,
): readonly CommandName[] {
  return Object.entries(permissionOf)
    .filter(([, permission]) => viewer.may(permission, resource))
    .map(([name]) => name as keyof typeof permissionOf);
}

function rightsIn(
  environment: string,
  seen: { readonly viewer: Viewer; readonly dossier: ComponentDossier },
): ViewerRights {
  const { viewer, dossier } = seen;
  const { actor, requesterRefs } = viewer.caller;
  const resource: PromotionResource = {
    componentRef: dossier.component.componentRef,
    environment,
    ownerRefs: dossier.component.ownerRefs,
    // What the viewer would ask for would be theirs.
    requesterRefs: [...requesterRefs, actor.ref],
  };
  return {
    mayCreate: viewer.may(promotionCreatePermission.name, resource),
    mayOverride: viewer.may(promotionOverridePermission.name, resource),
    mayRollBack: viewer.may(promotionRollbackPermission.name, resource),
  };
}
