// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  DEFAULT_NAMESPACE,
  RELATION_OWNED_BY,
  type Entity,
} from '@backstage/catalog-model';
import {
  evaluateFilterPredicate,
  parseFilterPredicate,
  type FilterPredicate,
} from '@backstage/filter-predicates';
import type { EntityFilter } from './promotionConfig';

const predicates = new WeakMap<EntityFilter, FilterPredicate>();

/** Whether an entity fits a filter of app-config. Text is compared without regard to case, as the catalog does. */
export function matchesFilter(entity: Entity, filter: EntityFilter): boolean {
  const { metadata } = entity;
  const predicate = predicates.get(filter) ?? predicateOf(filter);
  predicates.set(filter, predicate);
  return evaluateFilterPredicate(predicate, {
    ...entity,
    metadata: {
      ...metadata,
      namespace: metadata.namespace ?? DEFAULT_NAMESPACE,
    },
  });
}

function predicateOf(filter: EntityFilter): FilterPredicate {
  const { kind, type, namespace, name, annotations = {}, ownedBy } = filter;
  const oneOf = Object.entries({
    kind,
    'spec.type': type,
    'metadata.namespace': namespace,
    'metadata.name': name,
  }).flatMap(([path, values]) => (values ? [{ [path]: { $in: values } }] : []));
  return parseFilterPredicate({
    $all: [
      ...oneOf,
      ...Object.entries(annotations).map(([annotation, value]) => ({
        [`metadata.annotations.${annotation}`]:
          typeof value === 'boolean' ? { $exists: value } : value,
      })),
      ...(ownedBy
        ? [
            {
              relations: {
                $contains: {
                  type: RELATION_OWNED_BY,
                  targetRef: { $in: ownedBy },
                },
              },
            },
          ]
        : []),
    ],
  });
}
