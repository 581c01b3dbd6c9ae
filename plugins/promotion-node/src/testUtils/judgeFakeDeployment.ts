// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Observation } from 'backstage-plugin-promotion-common';
import { runsImage } from 'backstage-plugin-promotion-common/model';
import type { LiveState, ObserveRequest } from '../Deployer';

/** What the fake knows at the moment of a look. */
export interface FakeDeploymentFacts {
  readonly states: readonly LiveState[];
  readonly observedAt: string;
  /** Whether what is synced contains the commit looked for. */
  readonly covered: boolean;
}

/** What the fake deployment tool says of a deployment. */
export function judgeFakeDeployment(
  request: ObserveRequest,
  facts: FakeDeploymentFacts,
): Observation {
  const { states, observedAt, covered } = facts;
  const [state] = states;
  const base = {
    revision: state?.revision,
    images: states.flatMap(({ images }) => images.map(formatImage)),
    health: state?.health,
    healthySince: state?.healthySince,
    wasDegradedBefore: request.previous
      ? request.previous.wasDegradedBefore
      : state?.health === 'degraded',
    syncRequestedAt: request.previous?.syncRequestedAt,
    observedAt,
  };
  const waiting = (message: string): Observation => ({
    ...base,
    status: 'waiting',
    message,
  });
  if (!state || !covered) {
    return waiting(`Waiting for ${request.commit.slice(0, 7)} to be synced.`);
  }
  const missing = request.images.find(
    wanted =>
      !states.some(({ images }) =>
        images.some(
          image => image.name === wanted.name && runsImage(image, wanted),
        ),
      ),
  );
  if (missing) {
    return {
      ...base,
      status: 'superseded',
      message: `${missing.name} holds another image than the promotion wrote.`,
    };
  }
  const worst = states.find(({ health }) => health !== 'healthy') ?? state;
  switch (worst.health) {
    case 'degraded': {
      const degradedForMs =
        Date.parse(observedAt) -
        Date.parse(worst.healthySince ?? base.observedAt);
      return degradedForMs >= request.degradedGraceMs
        ? {
            ...base,
            status: 'failed',
            message: 'The application is degraded.',
          }
        : waiting('The application is degraded; it is given time to recover.');
    }
    case 'suspended':
      return {
        ...base,
        status: 'suspended',
        message: 'The rollout is paused.',
      };
    case 'healthy': {
      const healthyForMs =
        Date.parse(observedAt) -
        Date.parse(state.healthySince ?? base.observedAt);
      return healthyForMs >= request.settleMs
        ? {
            ...base,
            status: 'live',
            message: 'The new image is live and healthy.',
          }
        : waiting('Healthy; waiting for it to settle.');
    }
    default:
      return waiting('Waiting for the new pods to become healthy.');
  }
}

function formatImage({
  name,
  tag,
  digest,
}: LiveState['images'][number]): string {
  return `${name}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`;
}
