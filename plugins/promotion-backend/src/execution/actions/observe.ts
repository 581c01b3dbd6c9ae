// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  Observation,
  Promotion,
  Release,
} from 'backstage-plugin-promotion-common';
import type { ChangeProgress } from 'backstage-plugin-promotion-common/lifecycle';
import type { Action, ActionContext, ActionOutcome } from '../Action';
import { backwardRequest } from '../changeRequests';

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
  if (observation.status === 'superseded') {
    const overtakenBy = await findOvertaking(promotion, { deployer, signal });
    return {
      events: [
        {
          type: 'observed',
          observation: { ...observation, ...(overtakenBy && { overtakenBy }) },
        },
      ],
    };
  }
  return {
    events: [{ type: 'observed', observation }],
    ...(mayChangeByItself(observation.status) && { retryAfterMs }),
  };
}

/** Who put another image there, and whether it is the one from before. Absent: git does not tell. */
async function findOvertaking(
  promotion: Promotion,
  { deployer, signal }: Pick<ActionContext, 'deployer' | 'signal'>,
): Promise<Observation['overtakenBy']> {
  const { progress, terms } = promotion;
  const last = await deployer.lastChange(terms.target, { signal });
  const ours = [
    progress.deployment?.publishedCommit,
    progress.revert?.publishedCommit,
  ];
  if (!last || ours.includes(last.commit)) return undefined;
  // Going back would find nothing to do: the fields hold what they held before.
  const back = await deployer.revert(backwardRequest(promotion), { signal });
  const { commit, author, message } = last;
  return {
    commit,
    ...(author !== undefined && { author }),
    subject: message.split('\n', 1)[0] ?? '',
    restored: back.kind === 'unchanged',
  };
}

function mayChangeByItself(status: string): boolean {
  return status === 'waiting' || status === 'suspended';
}
