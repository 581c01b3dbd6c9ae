// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { NotFoundError } from '@backstage/errors';
import {
  buildComponentView,
  buildPromotionView,
  buildSummary,
  promotionReadPermission,
  type ComponentView,
  type EntityRef,
  type Promotion,
  type PromotionSummary,
  type PromotionView,
  type Snapshot,
} from 'backstage-plugin-promotion-common';
import type { PromotionResource } from 'backstage-plugin-promotion-node';
import { personOn, type Viewer } from '../Caller';
import type { Clock } from '../Clock';
import {
  gatherIfThere,
  promotionSubject,
  resourceOf,
  targetOf,
} from '../facts/commandSubjects';
import type { Facts } from '../facts/FactsGatherer';
import type { Stores } from '../store/DatabaseStores';
import type { ViewReader } from './ViewReader';

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
    const { items } = await stores.promotions.list(
      { componentRef },
      { limit: MAX_PROMOTIONS },
    );
    const mayRead = (resource: PromotionResource) =>
      viewer.may(promotionReadPermission.name, resource);
    const isReadable = (promotion: Promotion) =>
      mayRead(resourceOf(promotion, snapshot));
    const promotions = items.filter(isReadable);
    const ended = promotions
      .map(({ promotionId }) => promotionId)
      .filter(id => !snapshot.open.some(each => each.promotionId === id));
    const overrides = [
      ...snapshot.overrides,
      ...(await stores.decisions.overrides(ended)),
    ];
    const open = await Promise.all(
      snapshot.open
        .filter(isReadable)
        .map(promotion => this.#view(promotion, { viewer, snapshot })),
    );
    const observedAt = snapshot.states.map(state => state.observedAt).sort()[0];
    const { actor, userRef } = viewer.caller;
    return buildComponentView({
      snapshot,
      promotions,
      summaries: promotions.map(each => buildSummary(each, overrides)),
      open,
      openReviews: await stores.decisions.openReviews(componentRef),
      overrides,
      viewer: {
        ref: userRef ?? actor.ref,
        ...(userRef !== undefined && { userRef }),
        person: environment =>
          personOn(
            viewer,
            targetOf(snapshot, environment, viewer.caller.requesterRefs),
          ),
        sees: environment => mayRead(targetOf(snapshot, environment, [])),
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
    const snapshot = await gatherIfThere(
      this.#options.facts,
      promotion.componentRef,
    );
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

  async #view(
    promotion: Promotion,
    seen: { readonly viewer: Viewer; readonly snapshot?: Snapshot },
  ): Promise<PromotionView> {
    const { stores, clock } = this.#options;
    const { viewer, snapshot } = seen;
    const now = snapshot?.now ?? (await clock.now());
    const [subject, records] = await Promise.all([
      promotionSubject(promotion, snapshot, { stores, now }),
      stores.promotions.records(promotion.promotionId),
    ]);
    return buildPromotionView({
      subject,
      records,
      person: personOn(viewer, resourceOf(promotion, snapshot)),
    });
  }
}
