// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isError, NotFoundError } from '@backstage/errors';
import {
  buildComponentView,
  buildPromotionView,
  buildSummary,
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
  type Snapshot,
  type ViewerRights,
} from 'backstage-plugin-promotion-common';
import type { PromotionResource } from 'backstage-plugin-promotion-node';
import type { Clock } from '../Clock';
import type { Facts } from '../facts/FactsGatherer';
import type { Stores } from '../store/DatabaseStores';
import type { Viewer, ViewReader } from './ViewReader';

const MAX_PROMOTIONS = 20;

/** What reading views needs. */
export interface DefaultViewReaderOptions {
  readonly facts: Facts;
  readonly stores: Pick<Stores, 'promotions' | 'decisions'>;
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
    const { facts, stores, freshen } = this.#options;
    const snapshot = await facts.gather(componentRef);
    const { items: promotions } = await stores.promotions.list(
      { componentRef },
      { limit: MAX_PROMOTIONS },
    );
    const ended = promotions
      .map(({ promotionId }) => promotionId)
      .filter(id => !snapshot.open.some(each => each.promotionId === id));
    const overrides = [
      ...snapshot.overrides,
      ...(await stores.decisions.overrides(ended)),
    ];
    const open = await Promise.all(
      snapshot.open.map(promotion =>
        this.#view(promotion, { viewer, snapshot }),
      ),
    );
    const observedAt = snapshot.states.map(state => state.observedAt).sort()[0];
    const { actor, userRef } = viewer.caller;
    return buildComponentView({
      snapshot,
      promotions,
      summaries: promotions.map(each => buildSummary(each, overrides)),
      open,
      overrides,
      viewer: {
        ref: userRef ?? actor.ref,
        ...(userRef !== undefined && { userRef }),
        rights: environment => rightsIn(environment, { viewer, snapshot }),
      },
      collecting: freshen(componentRef, observedAt),
    });
  }

  async promotion(promotionId: string, viewer: Viewer): Promise<PromotionView> {
    const promotion = await this.#options.stores.promotions.get(promotionId);
    if (!promotion) {
      throw new NotFoundError(
        `There is no promotion ${promotionId}, or you may not see it.`,
      );
    }
    const snapshot = await this.#snapshot(promotion.componentRef);
    return this.#view(promotion, { viewer, ...(snapshot && { snapshot }) });
  }

  async summaries(
    promotions: readonly Promotion[],
  ): Promise<readonly PromotionSummary[]> {
    const overrides = await this.#options.stores.decisions.overrides(
      promotions.map(({ promotionId }) => promotionId),
    );
    return promotions.map(promotion => buildSummary(promotion, overrides));
  }

  /** What is open has its decisions in the snapshot; of what ended they are read. */
  async #view(
    promotion: Promotion,
    seen: { readonly viewer: Viewer; readonly snapshot?: Snapshot },
  ): Promise<PromotionView> {
    const { viewer, snapshot } = seen;
    const { componentRef, to, requesterRefs } = promotion;
    const resource: PromotionResource = {
      componentRef,
      environment: to,
      ownerRefs: snapshot?.component.ownerRefs ?? [],
      requesterRefs,
    };
    const { userRef } = viewer.caller;
    return buildPromotionView({
      promotion,
      ...(await this.#decisionsOf(promotion, snapshot)),
      ...(snapshot && { snapshot }),
      viewer: {
        ...(userRef !== undefined && { userRef }),
        permitted: permittedCommands(viewer, resource),
      },
      now: snapshot?.now ?? (await this.#options.clock.now()),
    });
  }

  async #decisionsOf({ promotionId }: Promotion, snapshot?: Snapshot) {
    const { promotions, decisions } = this.#options.stores;
    const isOpen = snapshot?.open.some(
      each => each.promotionId === promotionId,
    );
    const ofThis = (each: { readonly promotionId: string }) =>
      each.promotionId === promotionId;
    const [records, approvals, overrides] = await Promise.all([
      promotions.records(promotionId),
      snapshot && isOpen
        ? snapshot.approvals.filter(ofThis)
        : decisions.approvals([promotionId]),
      snapshot && isOpen
        ? snapshot.overrides.filter(ofThis)
        : decisions.overrides([promotionId]),
    ]);
    return { records, approvals, overrides };
  }

  /** What ended is shown also when its component has left the catalog. */
  async #snapshot(componentRef: EntityRef): Promise<Snapshot | undefined> {
    try {
      return await this.#options.facts.gather(componentRef);
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
  seen: { readonly viewer: Viewer; readonly snapshot: Snapshot },
): ViewerRights {
  const { viewer, snapshot } = seen;
  const { actor, requesterRefs } = viewer.caller;
  const resource: PromotionResource = {
    componentRef: snapshot.component.componentRef,
    environment,
    ownerRefs: snapshot.component.ownerRefs,
    // What the viewer would ask for would be theirs.
    requesterRefs: [...requesterRefs, actor.ref],
  };
  return {
    mayCreate: viewer.may(promotionCreatePermission.name, resource),
    mayOverride: viewer.may(promotionOverridePermission.name, resource),
    mayRollBack: viewer.may(promotionRollbackPermission.name, resource),
  };
}
