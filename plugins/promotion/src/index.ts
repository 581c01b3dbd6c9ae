// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export { promotionPlugin as default } from './plugin';
export { promotionApiRef } from './api/promotionApiRef';
export { promotionRouteRef } from './routes';
