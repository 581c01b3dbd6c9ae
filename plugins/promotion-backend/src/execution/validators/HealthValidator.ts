// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  Observation,
  ValidationResult,
} from 'backstage-plugin-promotion-common';
import { validationName } from 'backstage-plugin-promotion-common/lifecycle';
import { millisOf } from 'backstage-plugin-promotion-common/model';
import {
  healthValidation,
  isOfKind,
} from 'backstage-plugin-promotion-common/rules';
import {
  TerminalError,
  type Deployer,
  type Validator,
} from 'backstage-plugin-promotion-node';

type HealthRules = ReturnType<typeof healthValidation.schema.parse>;

/**
 * The built-in check that the application stays healthy for the path's `settle`, without a break, counted from when the
 * deployment tool says it became healthy. Degraded, or another image in its place, is a failure; not healthy yet is not.
 */
export class HealthValidator implements Validator {
  readonly kind = healthValidation;
  readonly #deployer: Pick<Deployer, 'observe'>;

  constructor(deployer: Pick<Deployer, 'observe'>) {
    this.#deployer = deployer;
  }

  async validate(
    { promotion, rules }: Parameters<Validator['validate']>[0],
    context: Parameters<Validator['validate']>[1],
  ): ReturnType<Validator['validate']> {
    const { deployment } = promotion.progress;
    if (!isOfKind(healthValidation, rules)) {
      throw new TerminalError(`${rules.kind} is no health check.`);
    }
    if (!deployment?.publishedCommit || !deployment.publishedAt) {
      throw new TerminalError('There is no published commit to validate.');
    }
    const { observation, retryAfterMs } = await this.#deployer.observe(
      {
        promotionId: promotion.promotionId,
        target: promotion.terms.target,
        commit: deployment.publishedCommit,
        publishedAt: deployment.publishedAt,
        images: promotion.release.images,
        ...(deployment.observation && { previous: deployment.observation }),
        settleMs: rules.settle,
        degradedGraceMs: promotion.terms.path.degradedGrace,
      },
      context,
    );
    return { result: judge(rules, observation), observation, retryAfterMs };
  }
}

function judge(rules: HealthRules, observation: Observation): ValidationResult {
  const base = {
    name: validationName(rules),
    kind: rules.kind,
    checkedAt: observation.observedAt,
  };
  const { health, healthySince, observedAt, status } = observation;
  if (status === 'failed' || status === 'superseded') {
    return { ...base, status: 'failed', message: observation.message };
  }
  // An adapter says it waits while less than the time asked for is over.
  const isHealthy =
    status === 'live' || (status === 'waiting' && health === 'healthy');
  if (!isHealthy || healthySince === undefined) {
    return { ...base, status: 'running', message: observation.message };
  }
  const seconds = Math.ceil(rules.settle / 1000);
  const isOver = millisOf(observedAt) - millisOf(healthySince) >= rules.settle;
  if (status !== 'live' || !isOver) {
    return {
      ...base,
      status: 'running',
      message: `Healthy; it must stay so for ${seconds} s.`,
    };
  }
  return {
    ...base,
    status: 'passed',
    message: `Healthy for ${seconds} s without a break.`,
  };
}
