// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { NotFoundError } from '@backstage/errors';
import type { EntityRef, Release } from 'backstage-plugin-promotion-common';
import type { EvidenceStore } from '../../evidence/EvidenceStore';
import type { ComponentDossier } from '../../execution/FactsGatherer';

/**
 * The release that is named, where it is not simply what stands in the source now: absent then. @throws NotFoundError
 */
export async function findRelease(
  wanted: {
    readonly componentRef: EntityRef;
    readonly from: string;
    readonly releaseId?: string;
  },
  dossier: Pick<ComponentDossier, 'states'>,
  { releases }: { readonly releases: Pick<EvidenceStore, 'releases'> },
): Promise<Release | undefined> {
  const { componentRef, from, releaseId } = wanted;
  if (releaseId === undefined) return undefined;
  const source = dossier.states.find(({ environment }) => environment === from);
  const isInSource =
    source?.desired?.releaseId === releaseId &&
    source.live?.releaseId === releaseId;
  if (isInSource) return undefined;
  const seen = dossier.states.flatMap(({ desired, live }) => [desired, live]);
  const known = [...seen, ...(await releases.releases(componentRef))];
  const release = known.find(candidate => candidate?.releaseId === releaseId);
  if (!release) {
    throw new NotFoundError(
      `Nothing is known of release ${releaseId} of ${componentRef}; send its build record first.`,
    );
  }
  return release;
}
