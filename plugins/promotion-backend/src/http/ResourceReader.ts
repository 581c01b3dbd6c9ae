// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { RELATION_OWNED_BY } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { EntityRef, Promotion } from 'backstage-plugin-promotion-common';
import {
  SourceUnreachableError,
  type PromotionResource,
  type PromotionTargetResource,
} from 'backstage-plugin-promotion-node';
import { noSuchPromotion } from '../facts/commandSubjects';
import type { ComponentScope } from '../rules/ComponentScope';
import type { ViewReader } from '../views/ViewReader';

/** What reading resources needs. */
export interface ResourceReaderOptions {
  readonly catalog: CatalogService;
  readonly auth: AuthService;
  readonly scope: ComponentScope;
  readonly views: Pick<ViewReader, 'find'>;
}

/** Reads what permissions are held against, and whether a caller may see the component at all. */
export class ResourceReader {
  readonly #options: ResourceReaderOptions;

  constructor(options: ResourceReaderOptions) {
    this.#options = options;
  }

  /** A component in each of the environments named; none named: in each it has. */
  async component(
    componentRef: EntityRef,
    environments?: readonly string[],
  ): Promise<readonly PromotionResource[]> {
    const { component, rules } = await this.#options.scope.get(componentRef);
    const names = environments ?? Object.keys(rules.rules.environments);
    return names.map(environment => ({
      componentRef,
      environment,
      ownerRefs: component.ownerRefs,
      requesterRefs: [],
    }));
  }

  /** @throws NotFoundError */
  async promotion(promotionId: string): Promise<Promotion> {
    const promotion = await this.#options.views.find(promotionId);
    if (!promotion) throw noSuchPromotion(promotionId);
    return promotion;
  }

  /** Promotions as resources, with the owners their components have now, in one question to the catalog. */
  async ofPromotions(
    promotions: readonly Promotion[],
  ): Promise<readonly PromotionResource[]> {
    const owners = await this.#ownersOf(
      promotions.map(({ componentRef }) => componentRef),
    );
    return promotions.map(({ componentRef, to, requesterRefs }) => ({
      componentRef,
      environment: to,
      ownerRefs: owners.get(componentRef) ?? [],
      requesterRefs,
    }));
  }

  /** As `ofPromotions`, in order; absent where the catalog does not show the component to the caller. */
  async visiblePromotions(
    promotions: readonly Promotion[],
    credentials: BackstageCredentials,
  ): Promise<readonly (PromotionResource | undefined)[]> {
    const owners = await this.#ownersOf(
      promotions.map(({ componentRef }) => componentRef),
      await this.#asking(credentials),
    );
    return promotions.map(({ componentRef, to, requesterRefs }) => {
      const ownerRefs = owners.get(componentRef);
      return (
        ownerRefs && { componentRef, environment: to, ownerRefs, requesterRefs }
      );
    });
  }

  /** For the permission backend: promotions by id, in order. */
  async promotionsByRef(
    promotionIds: readonly string[],
  ): Promise<(PromotionResource | undefined)[]> {
    const found = await Promise.all(
      promotionIds.map(id => this.#options.views.find(id)),
    );
    const resources = await this.ofPromotions(
      found.filter(promotion => promotion !== undefined),
    );
    const queue = resources.values();
    return found.map(promotion => (promotion ? queue.next().value : undefined));
  }

  /** For the permission backend: `<entityRef>#<environment>`, in order. */
  async targetsByRef(
    refs: readonly string[],
  ): Promise<(PromotionTargetResource | undefined)[]> {
    const parts = refs.map(ref => ref.split('#'));
    const owners = await this.#ownersOf(parts.map(([entity]) => entity ?? ''));
    return parts.map(([componentRef = '', environment]) => {
      const ownerRefs = owners.get(componentRef);
      if (!ownerRefs || environment === undefined) return undefined;
      return { componentRef, environment, ownerRefs };
    });
  }

  /**
   * Whether the catalog shows the component to this caller. To a person it shows what they may see; a service's token
   * need not lead to the catalog at all: what it may do here is said by this plugin's own permissions and producers.
   *
   * @throws NotFoundError when it does not
   */
  async assertVisible(
    componentRef: EntityRef,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const asking = await this.#asking(credentials);
    const entity = await this.#options.catalog
      .getEntityByRef(componentRef, { credentials: asking })
      .catch((error: unknown) => {
        throw new SourceUnreachableError(
          `The catalog gave no answer about ${componentRef}. Try again shortly.`,
          error,
        );
      });
    if (entity) return;
    throw new NotFoundError(
      `There is no ${componentRef} in the catalog, or you may not see it.`,
    );
  }

  async #asking(
    credentials: BackstageCredentials,
  ): Promise<BackstageCredentials> {
    const { auth } = this.#options;
    return auth.isPrincipal(credentials, 'service')
      ? auth.getOwnServiceCredentials()
      : credentials;
  }

  async #ownersOf(
    componentRefs: readonly EntityRef[],
    credentials?: BackstageCredentials,
  ): Promise<ReadonlyMap<EntityRef, readonly EntityRef[]>> {
    const entityRefs = [...new Set(componentRefs)].filter(ref => ref !== '');
    if (entityRefs.length === 0) return new Map();
    const { catalog, auth } = this.#options;
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs, fields: ['kind', 'metadata', 'relations'] },
      { credentials: credentials ?? (await auth.getOwnServiceCredentials()) },
    );
    return new Map(
      entityRefs.flatMap((ref, index) => {
        const entity = items[index];
        if (!entity) return [];
        const owners = (entity.relations ?? [])
          .filter(({ type }) => type === RELATION_OWNED_BY)
          .map(({ targetRef }) => targetRef.toLowerCase());
        return [[ref, owners] as const];
      }),
    );
  }
}
