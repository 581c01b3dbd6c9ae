// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createApiRef } from '@backstage/frontend-plugin-api';
import type { PromotionClient } from 'backstage-plugin-promotion-common/client';

/** The backend as the tab sees it: the house's one client. Replace it to show the tab without a backend. */
export const promotionApiRef = createApiRef<PromotionClient>().with({
  id: 'plugin.promotion.client',
  pluginId: 'promotion',
});
