// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import type { ComponentFacts } from 'backstage-plugin-promotion-common/rules';

/** What the core needs to know of an entity. References are in lower case, as everywhere. */
export function componentFactsOf(entity: Entity): ComponentFacts {
  const systemRef = targetsOf(entity, RELATION_PART_OF).find(target =>
    target.startsWith('system:'),
  );
  return {
    componentRef: stringifyEntityRef(entity),
    name: entity.metadata.name,
    annotations: entity.metadata.annotations ?? {},
    ownerRefs: targetsOf(entity, RELATION_OWNED_BY),
    ...(systemRef !== undefined && { systemRef }),
  };
}

function targetsOf(entity: Entity, type: string): readonly string[] {
  return (entity.relations ?? [])
    .filter(relation => relation.type === type)
    .map(relation => relation.targetRef.toLowerCase());
}
