// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Effect } from './effects';
import type { Observation } from './Progress';
import type { Promotion } from './Promotion';
import type { TargetState } from './states';
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
    effects: away
      ? barAndHold(to, away, why)
      : [{ kind: 'lift-holds', environment: to }],
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

/**
 * Somebody put another image there while this one was under way; it is not undone. Where git tells, it is said by whom, and
 * whether that was the way back by hand.
 */
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
        targetState: stateWhenOvertaken(observation),
      }),
      outcome: {
        code: 'overtaken',
        message: overtakenMessage(promotion, observation),
      },
    },
  );
}

function stateWhenOvertaken({ overtakenBy, images }: Observation): TargetState {
  if (overtakenBy) return overtakenBy.restored ? 'restored' : 'mixed';
  return images.length > 0 ? 'mixed' : 'unknown';
}

function overtakenMessage(
  { to, releaseBefore }: Promotion,
  { overtakenBy, message }: Observation,
): string {
  if (!overtakenBy) return message;
  const { author = 'Someone', commit, subject } = overtakenBy;
  const did =
    overtakenBy.restored && releaseBefore
      ? `rolled ${to} back to ${releaseBefore.version}`
      : `changed the image in ${to}`;
  return `${author} ${did} with commit ${commit.slice(0, 7)} "${subject}".`;
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
