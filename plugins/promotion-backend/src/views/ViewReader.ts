// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  promotionReadPermission,
  type ComponentView,
  type EntityRef,
  type Promotion,
  type PromotionSummary,
  type PromotionView,
} from 'backstage-plugin-promotion-common';
import type { Snapshot } from 'backstage-plugin-promotion-common/facts';
import {
  buildComponentView,
  buildPromotionView,
  buildSummary,
  timelineOf,
} from 'backstage-plugin-promotion-common/views';
import type { Clock, PromotionResource } from 'backstage-plugin-promotion-node';
import { personOn, type Viewer } from '../Caller';
import {
  gatherIfThere,
  getPromotion,
  promotionSubject,
  resourceOf,
  targetOf,
} from '../facts/commandSubjects';
import type { Facts } from '../facts/FactsGatherer';
import type { Stores } from '../store/DatabaseStores';
import type { PromotionFilter } from '../store/DatabasePromotionsStore';

const MAX_PROMOTIONS = 20;
/** How many pages are read at most to fill one whose promotions a caller can only partly see. */
const MAX_PAGES = 10;

/** What reading views needs. */
export interface ViewReaderOptions {
  readonly facts: Facts;
  readonly stores: Pick<Stores, 'promotions' | 'decisions'>;
  readonly clock: Clock;
  /** Asks for old facts to be looked up anew, and tells whether that is under way. Returns at once. */
  readonly freshen: (
    componentRef: EntityRef,
    seen: { readonly observedAt: string | undefined; readonly now: string },
  ) => boolean;
}

/** Everything that is read for answers: from recorded facts, so that nothing outside Backstage is called. */
export class ViewReader {
  readonly #options: ViewReaderOptions;

  constructor(options: ViewReaderOptions) {
    this.#options = options;
  }

  /** @throws NotFoundError, NoRulesError, MisconfiguredError, SourceUnreachableError (the catalog) */
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
      collecting: freshen(componentRef, { observedAt, now: snapshot.now }),
    });
  }

  /** A promotion as it is kept, for whoever asks what it is about. Absent: there is none. */
  async find(promotionId: string): Promise<Promotion | undefined> {
    return this.#options.stores.promotions.get(promotionId);
  }

  /** @throws NotFoundError */
  async promotion(promotionId: string, viewer: Viewer): Promise<PromotionView> {
    const promotion = await getPromotion(promotionId, this.#options);
    const snapshot = await gatherIfThere(
      this.#options.facts,
      promotion.componentRef,
    );
    return this.#view(promotion, { viewer, ...(snapshot && { snapshot }) });
  }

  /** A page of promotions, newest first, of those that `readable` leaves of each page read. */
  async list(
    filter: PromotionFilter,
    {
      limit,
      cursor: first,
    }: { readonly limit: number; readonly cursor?: string },
    readable: (
      promotions: readonly Promotion[],
    ) => Promise<readonly Promotion[]>,
  ): Promise<{ items: PromotionSummary[]; nextCursor?: string }> {
    const { promotions, decisions } = this.#options.stores;
    const found: Promotion[] = [];
    let cursor = first;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const { items, nextCursor } = await promotions.list(filter, {
        limit: limit - found.length,
        ...(cursor !== undefined && { cursor }),
      });
      found.push(...(await readable(items)));
      cursor = nextCursor;
      if (cursor === undefined || found.length >= limit) break;
    }
    const overrides = await decisions.overrides(
      found.map(({ promotionId }) => promotionId),
    );
    return {
      items: found.map(promotion => buildSummary(promotion, overrides)),
      ...(cursor !== undefined && { nextCursor: cursor }),
    };
  }

  /** The records of a promotion, oldest first, and whether their chain is whole. */
  async events(promotionId: string) {
    const { records, verdict } = await this.#options.stores.promotions.chain(
      promotionId,
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
