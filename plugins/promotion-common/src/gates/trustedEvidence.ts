// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Evidence, EvidenceTier, evidenceTiers } from '../model/Evidence';
import type { Verdict } from './Verdict';

/** Evidence that may count, and that which may not for the trust it has. */
export interface TrustedEvidence {
  readonly trusted: readonly Evidence[];
  readonly untrusted: readonly Evidence[];
}

/**
 * Sets aside what is below the least tier, and what somebody asserts of a promotion they requested: that never
 * counts, whatever the tier asked for.
 */
export function trustedEvidence(
  evidence: readonly Evidence[],
  minTier: EvidenceTier,
  requesterRefs: readonly string[],
): TrustedEvidence {
  const isTrusted = (each: Evidence) =>
    evidenceTiers.indexOf(each.tier) >= evidenceTiers.indexOf(minTier) &&
    !(each.tier === 'asserted' && requesterRefs.includes(each.producer));
  return {
    trusted: evidence.filter(isTrusted),
    untrusted: evidence.filter(each => !isTrusted(each)),
  };
}

/** The verdict when all there is may not count for lack of trust. */
export function untrustedVerdict(
  untrusted: readonly Evidence[],
  minTier: EvidenceTier,
  noun: string,
): Verdict {
  const [newest] = untrusted;
  const isOwn =
    newest?.tier === 'asserted' &&
    evidenceTiers.indexOf(minTier) <= evidenceTiers.indexOf('asserted');
  return {
    status: 'no-data',
    code: isOwn ? 'asserted-by-requester' : 'tier-too-low',
    message: isOwn
      ? `The only ${noun} was asserted by ${newest.producer}, who requests this promotion.`
      : `The only ${noun} has trust "${newest?.tier}"; at least "${minTier}" counts.`,
    remedy:
      'Let a pipeline with an identity of its own send it, or let the source be asked.',
    measures: [],
    evidence: untrusted.slice(0, 1),
  };
}
