// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isError } from '@backstage/errors';
import {
  entityName,
  OWNER_ROLE,
  roleTitle,
  type EntityRef,
  type EnvironmentSubject,
  type Override,
  type Promotion,
  type PromotionRules,
  type PromotionSubject,
  type Surroundings,
  type Timestamp,
} from 'backstage-plugin-promotion-common';
import type { PromotionResource } from 'backstage-plugin-promotion-node';
import type {
  ComponentDossier,
  FactsGatherer,
} from '../execution/FactsGatherer';
import type { Stores } from '../store/DatabaseStores';

/** What commands and views read of promotions to judge a command. */
export type SubjectStores = Pick<Stores, 'decisions'>;

/** Titles of roles for sentences, from the rules. */
export function roleTitlesOf(rules: PromotionRules): Record<string, string> {
  return {
    [OWNER_ROLE]: 'Owner',
    ...Object.fromEntries(
      Object.entries(rules.roles).map(([name, role]) => [
        name,
        role.title ?? roleTitle(name),
      ]),
    ),
  };
}

/** A component's facts; absent: it has left the catalog, or no rules apply to it any more. @throws SourceUnreachableError */
export async function gatherIfThere(
  facts: Pick<FactsGatherer, 'gather'>,
  componentRef: EntityRef,
): Promise<ComponentDossier | undefined> {
  try {
    return await facts.gather(componentRef);
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

/** What every command on a component is judged by. Without a dossier nobody holds a role. */
export function surroundingsOf(
  dossier: ComponentDossier | undefined,
  about: {
    readonly componentRef: EntityRef;
    readonly openReviews: readonly Override[];
    readonly now: Timestamp;
  },
): Surroundings {
  const { componentRef, openReviews, now } = about;
  return {
    component: dossier?.component ?? {
      componentRef,
      name: entityName(componentRef),
      ownerRefs: [],
      annotations: {},
    },
    roleMembers: dossier?.roleMembers ?? {},
    roleTitles: dossier ? roleTitlesOf(dossier.rules.rules) : {},
    holds: dossier?.holds ?? [],
    barred: dossier?.barred ?? [],
    openReviews,
    now,
  };
}

/** One promotion as its commands are judged. */
export async function promotionSubject(
  promotion: Promotion,
  dossier: ComponentDossier | undefined,
  facts: { readonly stores: SubjectStores; readonly now: Timestamp },
): Promise<PromotionSubject> {
  const { promotionId, componentRef } = promotion;
  const { stores, now } = facts;
  const [approvals, overrides, openReviews] = await Promise.all([
    stores.decisions.approvals([promotionId]),
    stores.decisions.overrides([promotionId]),
    stores.decisions.openReviews(componentRef),
  ]);
  return {
    ...surroundingsOf(dossier, { componentRef, openReviews, now }),
    promotion,
    approvals,
    overrides,
  };
}

/** One environment of a component as its commands are judged. */
export function environmentSubject(
  dossier: ComponentDossier,
  environment: string,
  facts: {
    readonly open: readonly Promotion[];
    readonly openReviews: readonly Override[];
    readonly now: Timestamp;
  },
): EnvironmentSubject {
  const { componentRef } = dossier.component;
  const state = dossier.states.find(each => each.environment === environment);
  return {
    ...surroundingsOf(dossier, { componentRef, ...facts }),
    environment,
    paths: dossier.rules.rules.paths.filter(({ to }) => to === environment),
    open: facts.open.filter(({ to }) => to === environment),
    ...(state && { state }),
  };
}

/** A promotion as the permission policy sees it. */
export function resourceOf(
  { componentRef, to, requesterRefs }: Promotion,
  dossier: ComponentDossier | undefined,
): PromotionResource {
  return {
    componentRef,
    environment: to,
    ownerRefs: dossier?.component.ownerRefs ?? [],
    requesterRefs,
  };
}

/** An environment as the permission policy sees it for somebody: what they would ask for there would be theirs. */
export function targetOf(
  { component }: ComponentDossier,
  environment: string,
  requesterRefs: readonly string[],
): PromotionResource {
  const { componentRef, ownerRefs } = component;
  return { componentRef, environment, ownerRefs, requesterRefs };
}
