// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { NotFoundError } from '@backstage/errors';
import {
  isTerminal,
  promotionReadPermission,
  type ComponentView,
  type EntityRef,
  type Promotion,
  type PromotionSummary,
  type PromotionView,
} from 'backstage-plugin-promotion-common';
import type { PromotionResource } from 'backstage-plugin-promotion-node';
import { personOn, type Viewer } from '../Caller';
import type { Clock } from '../Clock';
import type {
  ComponentDossier,
  FactsGatherer,
} from '../execution/FactsGatherer';
import {
  gatherIfThere,
  promotionSubject,
  resourceOf,
  targetOf,
} from '../facts/commandSubjects';
import type { Stores } from '../store/DatabaseStores';
import { buildComponentView } from './buildComponentView';
import { buildPromotionView, buildSummary } from './buildPromotionView';
import type { ViewReader } from './ViewReader';

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
    const { items } = await stores.promotions.list(
      { componentRef },
      { limit: MAX_PROMOTIONS },
    );
    const mayRead = (resource: PromotionResource) =>
      viewer.may(promotionReadPermission.name, resource);
    const promotions = items.filter(each => mayRead(resourceOf(each, dossier)));
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
      open: items.filter(({ state }) => !isTerminal(state)),
      openReviews: await stores.decisions.openReviews(componentRef),
      summaries: promotions.map(each => buildSummary(each, overrides)),
      views: open,
      overrides,
      executing: await this.#executing(dossier),
      viewer: {
        ref: userRef ?? actor.ref,
        ...(userRef !== undefined && { userRef }),
        person: environment =>
          personOn(
            viewer,
            targetOf(dossier, environment, viewer.caller.requesterRefs),
          ),
        sees: environment => mayRead(targetOf(dossier, environment, [])),
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
    const dossier = await gatherIfThere(
      this.#options.gatherer,
      promotion.componentRef,
    );
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
    const now = await clock.now();
    const [subject, records] = await Promise.all([
      promotionSubject(promotion, dossier, { stores, now }),
      stores.promotions.records(promotion.promotionId),
    ]);
    return buildPromotionView({
      subject,
      records,
      person: personOn(viewer, resourceOf(promotion, dossier)),
    });
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
