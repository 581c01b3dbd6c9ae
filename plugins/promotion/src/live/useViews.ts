// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { useEffect } from 'react';
import { parseEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { useSignal } from '@backstage/plugin-signals-react';
import type {
  ComponentView,
  PromotionView,
} from 'backstage-plugin-promotion-common';
import { promotionApiRef } from '../api/promotionApiRef';
import { useLive, type LiveOptions } from './useLive';

/** What the backend says on the channel `promotion`: something happened to these; ask for what. */
export type PromotionSignal = {
  readonly componentRef: string;
  readonly promotionId?: string;
};

/** Follows the one view of a component. */
export function useComponentView(componentRef: string) {
  const client = useApi(promotionApiRef);
  return useView<ComponentView>({
    about: 'componentRef',
    key: componentRef,
    load: signal =>
      client.getComponent({ params: parseEntityRef(componentRef), signal }),
  });
}

/** Follows one promotion. */
export function usePromotionView(promotionId: string) {
  const client = useApi(promotionApiRef);
  return useView<PromotionView>({
    about: 'promotionId',
    key: promotionId,
    load: signal => client.getPromotion({ params: { promotionId }, signal }),
  });
}

/** By signal where the app has them, by polling in any case, as soon as the view says that it is worth it. */
function useView<T extends { readonly refreshAfterMs: number }>(
  options: Omit<LiveOptions<T>, 'refreshAfterMs'> & {
    readonly about: keyof PromotionSignal;
  },
) {
  const { about, key } = options;
  const { lastSignal } = useSignal<PromotionSignal>('promotion');
  const followed = useLive<T>({
    ...options,
    refreshAfterMs: view => view.refreshAfterMs,
  });
  const { reload } = followed;
  useEffect(() => {
    if (lastSignal?.[about] === key) reload();
  }, [lastSignal, about, key, reload]);
  return followed;
}
