// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import type { StepRun } from '../PromotionStore';
import { atMs } from './rows';

interface StepRunRow {
  promotion_id: string;
  step: string;
  attempt: number;
  started_at: string;
  looked_at: string;
  looks: number;
  outcome: string;
  message: string | null;
}

/** Records a look; a repeated one of the same step and attempt counts up and keeps when it began. */
export async function upsertStepRun(
  knex: Knex,
  run: Omit<StepRun, 'looks'>,
): Promise<void> {
  const latest = {
    looked_at: atMs(run.lookedAt),
    outcome: run.outcome,
    message: run.message ?? null,
  };
  await knex<StepRunRow>('step_runs')
    .insert({
      promotion_id: run.promotionId,
      step: run.step,
      attempt: run.attempt,
      started_at: atMs(run.startedAt),
      looks: 1,
      ...latest,
    })
    .onConflict(['promotion_id', 'step', 'attempt'])
    .merge({ ...latest, looks: knex.raw('step_runs.looks + 1') });
}

/** What the worker did for a promotion, in the order it began. */
export async function selectStepRuns(
  knex: Knex,
  promotionId: string,
): Promise<readonly StepRun[]> {
  const rows = await knex<StepRunRow>('step_runs')
    .where('promotion_id', promotionId)
    .orderBy(['started_at', 'step', 'attempt']);
  return rows.map(row => ({
    promotionId: row.promotion_id,
    step: row.step,
    attempt: row.attempt,
    startedAt: row.started_at,
    lookedAt: row.looked_at,
    looks: row.looks,
    outcome: row.outcome,
    ...(row.message !== null && { message: row.message }),
  }));
}
