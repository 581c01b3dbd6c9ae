// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  promotionPermissions,
  type PromotionView,
} from 'backstage-plugin-promotion-common';
import type { Viewer } from '../views/ViewReader';
import type { Authorization, Decision } from './Authorization';
import type { HandlerPorts } from './createHandlers';
import type { Asking } from './Handlers';

/** The caller as a viewer: with what the policy lets them try, asked once. */
export async function viewerOf(
  { caller, credentials }: Asking,
  authorization: Authorization,
): Promise<Viewer> {
  const names = promotionPermissions.map(({ name }) => name);
  const decisions = await authorization.decisionsOn(names, credentials);
  const byName = new Map<string, Decision | undefined>(
    names.map((name, index) => [name, decisions[index]]),
  );
  return {
    caller,
    may: (permissionName, resource) =>
      byName.get(permissionName)?.(resource) ?? false,
  };
}

/** The view of a promotion as this caller sees it. */
export async function promotionView(
  promotionId: string,
  asking: Asking,
  { views, authorization }: Pick<HandlerPorts, 'views' | 'authorization'>,
): Promise<PromotionView> {
  return views.promotion(promotionId, await viewerOf(asking, authorization));
}
