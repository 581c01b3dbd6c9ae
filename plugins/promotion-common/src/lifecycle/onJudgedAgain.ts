// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Readiness } from '../model/Readiness';
import { liftedBy } from '../plan/waits';
import { standing } from './obstacles';
import type { Promotion } from './Promotion';
import type { EventOf, Step, TransitionContext } from './steps';
import { end, enter, ignore } from './steps';

/**
 * Judged once more right before anything is written: when what let it execute no longer holds, it waits again and lets
 * go what it held for itself.
 */
export function onJudgedAgain(
  promotion: Promotion,
  { readiness }: EventOf<'evaluated'>,
  { at }: TransitionContext,
): Step {
  const judged: Promotion = { ...promotion, readiness };
  if (readiness.tally.rejected && promotion.kind === 'promotion') {
    return end(judged, 'rejected', {
      at,
      outcome: { code: 'rejected', message: 'It was rejected.' },
    });
  }
  const to = standingOnItsTurn(promotion, readiness);
  if (to === 'executing') {
    return ignore('no-change', 'Judged again; nothing stands in the way.');
  }
  return enter({ ...judged, progress: { validations: [] } }, to, {
    at,
    message: `What let it execute no longer holds, and nothing was published: ${readiness.headline}`,
  });
}

/**
 * Where a promotion that has its turn stands by its readiness: `executing`, unless something came in between. It waits
 * for no turn any more, and a source that is away is met, and waited for, by whatever asks it.
 */
export function standingOnItsTurn(
  promotion: Pick<Promotion, 'kind' | 'terms'>,
  readiness: Readiness,
): ReturnType<typeof standing> {
  const waits = readiness.waits.filter(
    ({ kind }) => !['turn', 'source'].includes(liftedBy(kind)),
  );
  return standing(promotion, { ...readiness, waits }, true);
}
