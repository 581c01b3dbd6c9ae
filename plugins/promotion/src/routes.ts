// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createRouteRef } from '@backstage/core-plugin-api';

/** The Promotion tab on a component's page. From core-plugin-api, so that both frontend systems can use it. */
export const promotionRouteRef = createRouteRef({ id: 'promotion' });
