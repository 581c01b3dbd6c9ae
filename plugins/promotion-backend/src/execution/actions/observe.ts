// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  ChangeProgress,
  Promotion,
  Release,
} from 'backstage-plugin-promotion-common';
import type { Action, ActionContext, ActionOutcome } from '../Action';

/** Healthy for this long before a deployment counts as live. Validations ask for more where the path says so. */
const SETTLE_MS = 5_000;

/** Looks whether the release is really live and healthy in the target. */
export const observe: Action = async (promotion, context) =>
  observeChange(promotion, context, {
    progress: promotion.progress.deployment,
    release: promotion.release,
  });

/** Looks whether what was there before is live and healthy again. */
export const observeRevert: Action = async (promotion, context) =>
  observeChange(promotion, context, {
    progress: promotion.progress.revert,
    release: promotion.releaseBefore,
  });

async function observeChange(
  promotion: Promotion,
  { deployer, signal }: ActionContext,
  what: {
    readonly progress: ChangeProgress | undefined;
    readonly release: Release | undefined;
  },
): Promise<ActionOutcome> {
  const { progress, release } = what;
  if (!progress?.publishedCommit || !progress.publishedAt) {
    throw new Error('There is no published commit to look for.');
  }
  const { observation, retryAfterMs } = await deployer.observe(
    {
      promotionId: promotion.promotionId,
      target: promotion.terms.target,
      commit: progress.publishedCommit,
      publishedAt: progress.publishedAt,
      images: release?.images ?? [],
      ...(progress.observation && { previous: progress.observation }),
      settleMs: SETTLE_MS,
      degradedGraceMs: promotion.terms.path.degradedGrace,
    },
    { signal },
  );
  return {
    events: [{ type: 'observed', observation }],
    ...(mayChangeByItself(observation.status) && { retryAfterMs }),
  };
}

function mayChangeByItself(status: string): boolean {
  return status === 'waiting' || status === 'suspended';
}
