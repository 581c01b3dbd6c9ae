// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { useCallback, useEffect, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { Plan } from 'backstage-plugin-promotion-common';
import { isPromotionApiError } from 'backstage-plugin-promotion-common/client';
import { failureOf, type Failure } from '../api/failureOf';
import { promotionApiRef } from '../api/promotionApiRef';

/** The plan of a move, fetched when it is looked at. A refusal that carries its plan shows that one. */
export function usePlan(
  componentRef: string,
  { from, to }: { readonly from: string; readonly to: string },
): {
  readonly plan?: Plan;
  readonly failure?: Failure;
  readonly reload: () => void;
  readonly replace: (plan: Plan) => void;
} {
  const client = useApi(promotionApiRef);
  const [plan, setPlan] = useState<Plan>();
  const [failure, setFailure] = useState<Failure>();
  const [round, setRound] = useState(0);

  useEffect(() => {
    const asked = new AbortController();
    setFailure(undefined);
    client
      .createPlan({
        body: { componentRef, from, to },
        signal: asked.signal,
      })
      .then(answer => {
        if (!asked.signal.aborted) setPlan(answer);
      })
      .catch((error: unknown) => {
        if (asked.signal.aborted) return;
        const carried = planOf(error);
        if (carried) setPlan(carried);
        else setFailure(failureOf(error));
      });
    return () => asked.abort();
  }, [client, componentRef, from, to, round]);

  const reload = useCallback(() => setRound(n => n + 1), []);
  return {
    ...(plan && { plan }),
    ...(failure && { failure }),
    reload,
    replace: setPlan,
  };
}

/** The plan as it stands now, which a refused or outdated request brings along. */
export function planOf(error: unknown): Plan | undefined {
  if (!isPromotionApiError(error)) return undefined;
  return error.current?.plan ?? error.plan;
}
