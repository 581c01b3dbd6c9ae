// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  authority,
  commandNames,
  type Caller,
  type Person,
} from 'backstage-plugin-promotion-common/commands';
import type { PromotionResource } from 'backstage-plugin-promotion-node';

export type { Caller };

/** Who asks, and what the permission policy lets them try: it was asked once. The rules of the domain hold besides. */
export interface Viewer {
  readonly caller: Caller;
  readonly may: (
    permissionName: string,
    resource: PromotionResource,
  ) => boolean;
}

/** The caller as the core's commands see them, for one thing. */
export function personOn(
  { caller, may }: Viewer,
  resource: PromotionResource,
): Person {
  return {
    ...caller,
    permitted: commandNames.filter(name =>
      may(authority[name].permission, resource),
    ),
  };
}
