// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Entity } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import type { Evidence } from 'backstage-plugin-promotion-common';
import { gateTable } from 'backstage-plugin-promotion-common/gates';
import type { EvidenceTier } from 'backstage-plugin-promotion-common/model';
import type { YieldedTiers } from 'backstage-plugin-promotion-common/rules';
import type { EvidenceProvider } from 'backstage-plugin-promotion-node';
import type { Caller } from '../Caller';
import { matchesFilter } from '../rules/matchesFilter';
import type { Producer } from '../rules/promotionConfig';

/**
 * How far what this caller sends is trusted: a person asserts; a service is a machine for the kinds and components
 * it is declared for, and for nothing else.
 *
 * @throws NotAllowedError for a service that is not declared, naming what to declare
 */
export function evidenceTier(
  caller: Caller,
  kind: Evidence['kind'],
  about: { readonly entity: Entity; readonly producers: readonly Producer[] },
): EvidenceTier {
  if (caller.userRef !== undefined) return 'asserted';
  const { ref } = caller.actor;
  const declared = about.producers.filter(({ subject }) => subject === ref);
  if (declared.length === 0) {
    throw new NotAllowedError(
      `${ref} is not declared as a producer of evidence. An administrator adds it under promotion.producers[] in app-config.`,
    );
  }
  const fits = declared.some(
    producer =>
      producer.kinds.includes(kind) &&
      matchesFilter(about.entity, producer.components),
  );
  if (!fits) {
    throw new NotAllowedError(
      `${ref} is not declared as a producer of ${kind} for ${about.entity.metadata.name}. An administrator widens its entry under promotion.producers[] in app-config.`,
    );
  }
  return 'machine';
}

/** Of which trust there can be evidence for each kind of gate: people assert, declared producers send, providers pull. */
export function yieldedTiers(
  producers: readonly Producer[],
  providers: readonly Pick<EvidenceProvider, 'kinds'>[],
): YieldedTiers {
  const yields = (each: { readonly kinds: readonly string[] }, kind: string) =>
    each.kinds.includes(kind);
  return Object.fromEntries(
    gateTable.map(({ kind }): [string, EvidenceTier[]] => [
      kind,
      [
        'asserted',
        ...(producers.some(each => yields(each, kind))
          ? (['machine'] as const)
          : []),
        ...(providers.some(each => yields(each, kind))
          ? (['pulled'] as const)
          : []),
      ],
    ]),
  );
}
