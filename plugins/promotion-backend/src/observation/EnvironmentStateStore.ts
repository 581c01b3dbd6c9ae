// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  EntityRef,
  EnvironmentState,
} from 'backstage-plugin-promotion-common';

/** Keeps what the observer last saw. Views read this and nothing outside. */
export interface EnvironmentStateStore {
  forComponent(componentRef: EntityRef): Promise<readonly EnvironmentState[]>;
  save(state: EnvironmentState): Promise<void>;
  /** Components with at least one recorded environment. */
  components(): Promise<readonly EntityRef[]>;
}
