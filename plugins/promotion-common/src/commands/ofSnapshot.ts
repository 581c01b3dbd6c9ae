// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Snapshot } from '../facts/Snapshot';
import type { Override } from '../model/Approval';
import type { EntityRef, Timestamp } from '../model/scalars';
import { entityName, roleTitlesOf } from '../model/titles';
import type { EnvironmentSubject, Surroundings } from './subjects';

/** What every command on a component is judged by. Without a snapshot nobody holds a role. */
export function surroundingsOf(
  snapshot: Snapshot | undefined,
  about: {
    readonly componentRef: EntityRef;
    readonly openReviews: readonly Override[];
    readonly now: Timestamp;
  },
): Surroundings {
  const { componentRef, openReviews, now } = about;
  return {
    component: snapshot?.component ?? {
      componentRef,
      name: entityName(componentRef),
      ownerRefs: [],
      annotations: {},
    },
    roleMembers: snapshot?.roleMembers ?? {},
    roleTitles: snapshot ? roleTitlesOf(snapshot.rules.rules.roles) : {},
    holds: snapshot?.holds ?? [],
    barred: snapshot?.barred ?? [],
    openReviews,
    now,
  };
}

/** One environment of a component as its commands are judged. */
export function environmentSubject(
  snapshot: Snapshot,
  environment: string,
  openReviews: readonly Override[],
): EnvironmentSubject {
  const { component, states, rules, open, now } = snapshot;
  const { componentRef } = component;
  const state = states.find(each => each.environment === environment);
  return {
    ...surroundingsOf(snapshot, { componentRef, openReviews, now }),
    environment,
    paths: rules.rules.paths.filter(({ to }) => to === environment),
    open: open.filter(({ to }) => to === environment),
    ...(state && { state }),
  };
}
