// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ChangeProgress } from 'backstage-plugin-promotion-common';
import type { Action, ActionContext, ActionOutcome } from '../Action';
import { forwardRequest } from '../changeRequests';

/** Moves the branch to the prepared commit. The adapter looks first, so that a repeated call changes nothing. */
export const publish: Action = async (promotion, context) =>
  publishChange(promotion.progress.deployment, context);

/** The same for the way back. */
export const publishRevert: Action = async (promotion, context) =>
  publishChange(promotion.progress.revert, context);

/**
 * Only looks whether the prepared commit got onto the branch; publishes nothing. Preparing is harmless and begins with
 * looking for a commit of this promotion.
 */
export const look: Action = async (promotion, { deployer, signal }) => {
  const found = await deployer.prepare(forwardRequest(promotion), { signal });
  if (found.kind !== 'already-published') {
    return {
      events: [
        {
          type: 'publish-raced',
          message: 'The prepared commit is not on the branch.',
        },
      ],
    };
  }
  const { commit, commitUrl } = found;
  return {
    events: [{ type: 'published', commit, ...(commitUrl && { commitUrl }) }],
  };
};

async function publishChange(
  progress: ChangeProgress | undefined,
  { deployer, signal }: ActionContext,
): Promise<ActionOutcome> {
  const change = progress?.change;
  if (!change) {
    throw new Error('There is no prepared commit to publish.');
  }
  const result = await deployer.publish(change, { signal });
  if (result.kind === 'raced') {
    return { events: [{ type: 'publish-raced', message: result.message }] };
  }
  const { commit, commitUrl } = result;
  return {
    events: [{ type: 'published', commit, ...(commitUrl && { commitUrl }) }],
  };
}
