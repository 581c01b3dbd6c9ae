// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Actor, EntityRef } from 'backstage-plugin-promotion-common';

/**
 * Who gives a command, as the HTTP edge established it. `requesterRefs` is everyone on this side: the user, the
 * service, whom it acts for. `userRef` is present only for a person without an acting service: nobody else may vote or
 * override.
 */
export interface Caller {
  readonly actor: Actor;
  readonly requesterRefs: readonly string[];
  readonly userRef?: EntityRef;
}
