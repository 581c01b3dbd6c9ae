// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { parseAllDocuments } from 'yaml';

const examples = resolve(__dirname, '../../../../examples');

/** The entities of the demo with the relations the catalog would make of them. */
export function demoCatalog(): Entity[] {
  const entities = ['org.yaml', 'entities.yaml'].flatMap(file =>
    parseAllDocuments(readFileSync(resolve(examples, file), 'utf8'))
      .map(document => document.toJS())
      .filter((entity): entity is Entity => Boolean(entity?.kind)),
  );
  return entities.map(entity => {
    const ref = stringifyEntityRef(entity);
    const users = entities.filter(
      ({ kind, spec }) =>
        kind === 'User' && listOf(spec?.memberOf).includes(nameOf(ref)),
    );
    const relations = [
      ...users.map(user => relation('hasMember', stringifyEntityRef(user))),
      ...listOf(entity.spec?.children).map(child =>
        relation('parentOf', `group:default/${child}`),
      ),
      ...listOf(entity.spec?.owner).map(owner => relation('ownedBy', owner)),
      ...listOf(entity.spec?.system).map(system =>
        relation('partOf', `system:default/${system}`),
      ),
    ];
    return {
      ...entity,
      metadata: {
        namespace: 'default',
        ...entity.metadata,
        annotations: {
          'backstage.io/managed-by-origin-location': 'file:examples/org.yaml',
          ...entity.metadata.annotations,
        },
      },
      relations,
    };
  });
}

function relation(type: string, targetRef: string) {
  return { type, targetRef };
}

function listOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String) : [];
}

function nameOf(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}
