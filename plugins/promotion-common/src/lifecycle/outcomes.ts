// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Effect } from './effects';
import { targetStateWhenOvertaken } from './afterFailure';
import type { Observation } from './Progress';
import type { Promotion } from './Promotion';
import type { Step, TransitionContext } from './steps';
import { end, hasPublished } from './steps';

/**
 * The release is live, healthy and validated. When a rollback by hand succeeds, what it rolled away from is barred there
 * and automatic promotion is held, exactly as after an automatic one.
 */
export function succeed(promotion: Promotion, { at }: TransitionContext): Step {
  const { release, to, releaseBefore } = promotion;
  const away = promotion.kind === 'rollback' ? releaseBefore : undefined;
  const why = promotion.reason ?? `it was rolled back to ${release.version}`;
  return end(promotion, 'succeeded', {
    at,
    targetState: 'new',
    outcome: {
      code: 'succeeded',
      message: `${release.version} is live and healthy in ${to}.`,
    },
    effects: away ? barAndHold(to, away, why) : [],
  });
}

/** What was there before is live again: the release is barred there, and automatic promotion held. */
export function restored(
  promotion: Promotion,
  { at }: TransitionContext,
): Step {
  const { release, to, releaseBefore, progress } = promotion;
  const why = progress.revert?.reason.message ?? 'it was rolled back';
  return end(promotion, 'rolled-back', {
    at,
    targetState: 'restored',
    outcome: {
      code: progress.revert?.reason.code ?? 'rolled-back',
      message: `${why.replace(/\.$/, '')}; ${
        releaseBefore?.version ?? 'what was there before'
      } is live again in ${to}.`,
    },
    effects: barAndHold(to, release, why),
  });
}

/** Somebody put another image there while this one was under way; it is not undone, and a person looks at it. */
export function overtaken(
  promotion: Promotion,
  observation: Observation,
  { at }: TransitionContext,
): Step {
  return end(
    promotion,
    promotion.state === 'rolling-back' ? 'rollback-failed' : 'failed',
    {
      at,
      ...(hasPublished(promotion) && {
        targetState: targetStateWhenOvertaken(observation.images),
      }),
      outcome: {
        code: 'overtaken',
        message: `Somebody put another image into ${promotion.to} meanwhile: ${observation.message}`,
      },
    },
  );
}

function barAndHold(
  environment: string,
  release: { readonly releaseId: string; readonly version: string },
  reason: string,
): readonly Effect[] {
  const { releaseId, version } = release;
  return [
    { kind: 'bar-release', environment, releaseId, version, reason },
    {
      kind: 'set-hold',
      environment,
      stops: 'automatic',
      reason: `${version} was rolled back: ${reason}`,
    },
  ];
}
