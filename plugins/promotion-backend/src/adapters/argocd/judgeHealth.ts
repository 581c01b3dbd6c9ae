// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ApplicationReading } from './ApplicationReading';
import { waiting, type ConditionsRequest, type Verdict } from './Verdict';

/** Condition 9: healthy. Absent: it is; how long for is judged over several looks. */
export function judgeHealth(
  { application }: ApplicationReading,
  request: Pick<ConditionsRequest, 'wasDegradedBefore'>,
): Verdict | undefined {
  const health = application.status?.health;
  const because = health?.message ? `: ${health.message}` : '';
  switch (health?.status) {
    case 'Healthy':
      return undefined;
    case 'Suspended':
      return {
        status: 'suspended',
        message: `The rollout is paused${because}. Resume it where it was paused.`,
      };
    case 'Degraded':
      // One that was degraded before our change says nothing about it, until it has been better once.
      return request.wasDegradedBefore
        ? waiting(
            `The application was degraded before and still is${because || '.'}`,
          )
        : {
            status: 'failed',
            steady: true,
            message: `The application is degraded${because || '.'}`,
          };
    case 'Progressing':
      return waiting(
        `Waiting for the new Pods${
          describeUnhealthy(application.status?.resources ?? []) ||
          because ||
          '.'
        }`,
      );
    case 'Missing':
      return waiting(`Resources are missing${because || '.'}`);
    default:
      return waiting('Argo CD does not know the health of the application.');
  }
}

function describeUnhealthy(
  resources: readonly {
    readonly kind: string;
    readonly name: string;
    readonly health?: {
      readonly status?: string;
      readonly message?: string;
    } | null;
  }[],
): string {
  const unhealthy = resources.filter(
    ({ health }) => health?.status && health.status !== 'Healthy',
  );
  return unhealthy.length
    ? `: ${unhealthy
        .slice(0, 5)
        .map(
          ({ kind, name, health }) =>
            `${kind} ${name} is ${health?.status}${
              health?.message ? ` (${health.message})` : ''
            }`,
        )
        .join(', ')}`
    : '';
}
