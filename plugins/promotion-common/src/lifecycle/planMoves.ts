// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Promotion } from './Promotion';
import type { EventOf, Step, TransitionContext } from './steps';
import { end, enter, ignore } from './steps';

/** Codes that say that no answer could be had about the plan; every other one is an answer, and it is no. */
const unanswered: ReadonlySet<string> = new Set([
  'configuration',
  'unreadable',
]);

/**
 * The plan came out otherwise: the promotion goes back to be judged anew on the new content, without the approvals that
 * were given for the old one.
 */
export function takeNewPlan(
  promotion: Promotion,
  event: EventOf<'plan-changed'>,
  { at }: TransitionContext,
): Step {
  if (event.contentHash === promotion.contentHash) {
    return ignore('no-change', 'The plan is the same.');
  }
  const { readiness, diffs, ...rest } = promotion;
  const replanned: Promotion = {
    ...rest,
    contentHash: event.contentHash,
    fieldWrites: [...event.fieldWrites],
    applications: [...event.applications],
    ...(event.release && { release: event.release }),
    ...(event.diffs && { diffs: [...event.diffs] }),
    ...(event.terms && { terms: event.terms }),
    ...(event.pathHash && { pathHash: event.pathHash }),
    ...(event.rulesRevision && { rulesRevision: event.rulesRevision }),
    ...(event.releaseBefore && { releaseBefore: event.releaseBefore }),
    progress: { validations: [] },
  };
  const moved = event.changes.join('; ') || 'the content';
  return enter(replanned, 'awaiting-gates', {
    at,
    message: `What would be deployed has changed: ${moved}. Approvals given before no longer count.`,
    effects: [
      {
        kind: 'dismiss-approvals',
        reason: `What would be deployed has changed: ${moved}.`,
      },
    ],
  });
}

/** The plan can no longer be made, and nothing has been published. */
export function endAsPlanFailed(
  promotion: Promotion,
  { code, message }: EventOf<'plan-failed'>,
  { at }: TransitionContext,
): Step {
  return end(promotion, unanswered.has(code) ? 'errored' : 'failed', {
    at,
    outcome: { code, message },
  });
}
