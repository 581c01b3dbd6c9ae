// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { CustomErrorBase } from '@backstage/errors';
import type { Explanation, Plan } from 'backstage-plugin-promotion-common';
import type { CommandRefusal } from 'backstage-plugin-promotion-common/commands';

/** What the core says no with: to a command, or to a plan. */
export interface CoreRefusal
  extends Pick<CommandRefusal, 'message' | 'remedy' | 'whoCould'> {
  readonly code: string;
  readonly explanation?: Explanation;
}

/** What stands now, for a caller who has seen something else. */
export interface Current {
  readonly promotionId?: string;
  readonly plan?: Plan;
}

/** The core refused. Nothing was written. `http` tells it, by its code. */
export class RefusedError extends CustomErrorBase {
  name = 'RefusedError' as const;
  readonly code: string;

  constructor(readonly refusal: CoreRefusal, readonly current: Current = {}) {
    super(
      refusal.remedy === undefined
        ? refusal.message
        : `${refusal.message} ${refusal.remedy}`,
    );
    this.code = refusal.code;
  }
}

/** The one place where a refusal of the core becomes an error. @throws RefusedError */
export function refuse(refusal: CoreRefusal, current?: Current): never {
  throw new RefusedError(refusal, current);
}
