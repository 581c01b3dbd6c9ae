// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Observation } from 'backstage-plugin-promotion-common';
import { formatMoment, plusMs } from 'backstage-plugin-promotion-common/model';
import type { ApplicationReading } from './ApplicationReading';
import { judgeConditions } from './judgeConditions';
import { formatImageReference } from './imageReference';
import type { JudgeRequest, Verdict } from './Verdict';

const worstFirst = [
  'failed',
  'superseded',
  'waiting',
  'suspended',
  'live',
] as const satisfies readonly Observation['status'][];

const healthWorstFirst = [
  'Unknown',
  'Degraded',
  'Missing',
  'Progressing',
  'Suspended',
  'Healthy',
];

/** Readings of all applications of an environment in, observation out. Says `live` only when every one is, for long enough. */
export function judgeDeployment(
  readings: readonly ApplicationReading[],
  request: JudgeRequest,
): Observation {
  const { previous, now } = request;
  const observedAt = now.toISOString();
  const health = readWorstHealth(readings);
  const base = {
    revision: readings[0]?.revision,
    images: [
      ...new Set(
        readings.flatMap(({ live }) => (live ?? []).map(formatImageReference)),
      ),
    ].sort(),
    health: health.toLowerCase(),
    wasDegradedBefore:
      health === 'Degraded' &&
      (previous ? previous.wasDegradedBefore === true : true),
    syncRequestedAt: previous?.syncRequestedAt,
    observedAt,
  };
  const verdicts = readings.map(reading =>
    judgeConditions(reading, {
      ...request,
      wasDegradedBefore: base.wasDegradedBefore,
    }),
  );
  const worst = verdicts.reduce<Verdict>(
    (found, next) =>
      worstFirst.indexOf(next.status) < worstFirst.indexOf(found.status)
        ? next
        : found,
    verdicts[0] ?? {
      status: 'waiting',
      message: 'The environment has no application.',
    },
  );
  if (!worst.steady) {
    return { ...base, status: worst.status, message: worst.message };
  }

  const healthySince =
    previous?.healthySince !== undefined && previous.health === base.health
      ? previous.healthySince
      : observedAt;
  const steadyMs = now.getTime() - Date.parse(healthySince);
  const neededMs =
    worst.status === 'live' ? request.settleMs : request.degradedGraceMs;
  const isFirstReading = healthySince === observedAt;
  if (isFirstReading || steadyMs < neededMs) {
    const message =
      worst.status === 'live'
        ? 'The new image is live and healthy; waiting to see that it stays so.'
        : `${worst.message} It has until ${formatMoment(
            plusMs(healthySince, neededMs),
          )} to recover before this counts as failed.`;
    return { ...base, healthySince, status: 'waiting', message };
  }
  return {
    ...base,
    healthySince,
    status: worst.status,
    message: worst.message,
  };
}

function readWorstHealth(readings: readonly ApplicationReading[]): string {
  const found = readings.map(
    ({ application }) => application.status?.health?.status || 'Unknown',
  );
  return healthWorstFirst.find(health => found.includes(health)) ?? 'Unknown';
}
