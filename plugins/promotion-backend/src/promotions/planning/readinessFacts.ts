// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  movingTagsOf,
  pathSection,
  titlesOf,
  type Promotion,
  type ReadinessFacts,
  type Timestamp,
} from 'backstage-plugin-promotion-common';
import type { ComponentDossier } from '../../execution/FactsGatherer';
import { stateOf } from '../../execution/recordedState';
import type { Stores } from '../../store/DatabaseStores';
import { livingFacts } from './livingFacts';

/** What of a promotion a judgement needs; one that is only asked for has it too. */
export type Judged = Pick<
  Promotion,
  | 'promotionId'
  | 'kind'
  | 'componentRef'
  | 'from'
  | 'to'
  | 'release'
  | 'contentHash'
  | 'notBefore'
  | 'terms'
> & { readonly requesterRefs: readonly string[] };

/** What a promotion is judged on now: its own terms, and everything else as it stands. */
export async function readinessFactsOf(
  promotion: Judged,
  dossier: ComponentDossier,
  { stores, now }: { readonly stores: Stores; readonly now: Timestamp },
): Promise<ReadinessFacts> {
  const { promotionId, componentRef, from, to, release, requesterRefs } =
    promotion;
  const section = pathSection(dossier.rules.rules, from, to);
  return {
    ...(await livingFacts(dossier, to, stores)),
    kind: promotion.kind,
    promotionId,
    path: promotion.terms.path,
    gates: {
      componentRef,
      from,
      to,
      release,
      source: stateOf(dossier, from, now),
      target: stateOf(dossier, to, now),
      evidence: dossier.evidence,
      requesterRefs,
      tags: movingTagsOf(dossier.rules.rules),
    },
    contentHash: promotion.contentHash,
    approvals: await stores.decisions.approvals([promotionId]),
    overrides: await stores.decisions.overrides([promotionId]),
    ...(section && { roleTitles: titlesOf(section) }),
    ...(promotion.notBefore !== undefined && {
      notBefore: promotion.notBefore,
    }),
  };
}
