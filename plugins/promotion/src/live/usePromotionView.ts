// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { useEffect } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { useSignal } from '@backstage/plugin-signals-react';
import type { PromotionView } from 'backstage-plugin-promotion-common';
import { promotionApiRef } from '../api/promotionApiRef';
import type { PromotionSignal } from './useComponentView';
import { useLive } from './useLive';

const rarelyMs = 60_000;

/** Follows one promotion: by signal where the app has them, by polling in any case; an ended one hardly ever. */
export function usePromotionView(promotionId: string) {
  const client = useApi(promotionApiRef);
  const { lastSignal } = useSignal<PromotionSignal>('promotion');
  const followed = useLive<PromotionView>({
    key: promotionId,
    load: signal => client.getPromotion({ params: { promotionId }, signal }),
    refreshAfterMs: view => (view.endedAt ? rarelyMs : view.refreshAfterMs),
  });
  const { reload } = followed;
  useEffect(() => {
    if (lastSignal?.promotionId === promotionId) reload();
  }, [lastSignal, promotionId, reload]);
  return followed;
}
