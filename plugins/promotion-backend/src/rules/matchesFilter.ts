// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  DEFAULT_NAMESPACE,
  RELATION_OWNED_BY,
  type Entity,
} from '@backstage/catalog-model';
import type { EntityFilter } from './promotionConfig';

/** Whether an entity fits a filter of app-config. Text is compared without regard to case, as the catalog does. */
export function matchesFilter(entity: Entity, filter: EntityFilter): boolean {
  const { kind, type, namespace, name, ownedBy } = filter;
  const { metadata, relations = [] } = entity;
  const owners = relations
    .filter(relation => relation.type === RELATION_OWNED_BY)
    .map(relation => relation.targetRef);
  return (
    isOneOf(entity.kind, kind) &&
    isOneOf(entity.spec?.type, type) &&
    isOneOf(metadata.namespace ?? DEFAULT_NAMESPACE, namespace) &&
    isOneOf(metadata.name, name) &&
    (ownedBy === undefined || owners.some(owner => isOneOf(owner, ownedBy))) &&
    hasAnnotations(metadata.annotations ?? {}, filter.annotations ?? {})
  );
}

function isOneOf(
  value: unknown,
  allowed: readonly string[] | undefined,
): boolean {
  if (allowed === undefined) return true;
  if (typeof value !== 'string') return false;
  return allowed.some(item => item.toLowerCase() === value.toLowerCase());
}

function hasAnnotations(
  annotations: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string | boolean>>,
): boolean {
  return Object.entries(wanted).every(([name, value]) => {
    const present = Object.hasOwn(annotations, name);
    return typeof value === 'boolean'
      ? present === value
      : present && annotations[name] === value;
  });
}
