// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { contentHash } from '../model/contentHash';
import type { Plan } from '../model/Plan';
import type { ContentHash } from '../model/scalars';

/** What is hashed of a plan, and nothing else. */
export type HashedPlan = Pick<
  Plan,
  | 'componentRef'
  | 'from'
  | 'to'
  | 'release'
  | 'fieldWrites'
  | 'applications'
  | 'pathHash'
> & { readonly kind: 'promotion' | 'rollback' };

/**
 * The content hash people agree to: component, from, to, release, field writes, applications and the path's section with
 * its roles. A release counts by its id, so that a build record that arrives later voids nothing,
 * and where a tag alone names it by what its Pods report; a write by what it
 * changes, so that neither the rest of the file nor how a value is quoted matters.
 */
export function planHash(plan: HashedPlan): ContentHash {
  return contentHash({
    kind: plan.kind,
    componentRef: plan.componentRef,
    from: plan.from,
    to: plan.to,
    releaseId: plan.release.releaseId,
    observedDigests: plan.release.observedDigests,
    // What is only looked at, and stays, is no part of what people agree to.
    fieldWrites: plan.fieldWrites
      .filter(write => write.before !== write.after)
      .map(({ file, pointer, before, after }) => ({
        file,
        pointer,
        before,
        after,
      })),
    applications: plan.applications,
    pathHash: plan.pathHash,
  });
}
