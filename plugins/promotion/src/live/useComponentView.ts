// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { useEffect } from 'react';
import { parseEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { useSignal } from '@backstage/plugin-signals-react';
import type { ComponentView } from 'backstage-plugin-promotion-common';
import { promotionApiRef } from '../api/promotionApiRef';
import { useLive } from './useLive';

/** What the backend says on the channel `promotion`: something happened to these; ask for what. */
export type PromotionSignal = {
  readonly componentRef: string;
  readonly promotionId?: string;
};

/** Follows the one view of a component: by signal where the app has them, by polling in any case. */
export function useComponentView(componentRef: string) {
  const client = useApi(promotionApiRef);
  const { lastSignal } = useSignal<PromotionSignal>('promotion');
  const { kind, namespace, name } = parseEntityRef(componentRef);
  const followed = useLive<ComponentView>({
    key: componentRef,
    load: signal =>
      client.getComponent({ params: { kind, namespace, name }, signal }),
    refreshAfterMs: view => view.refreshAfterMs,
  });
  const { reload } = followed;
  useEffect(() => {
    if (lastSignal?.componentRef === componentRef) reload();
  }, [lastSignal, componentRef, reload]);
  return followed;
}
