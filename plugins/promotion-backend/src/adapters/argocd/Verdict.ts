// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Observation } from 'backstage-plugin-promotion-common';
import type { ObserveRequest } from 'backstage-plugin-promotion-node';

/** A verdict on one application. `steady` marks readings whose unbroken length counts: healthy and complete, or degraded. */
export interface Verdict {
  readonly status: Observation['status'];
  readonly message: string;
  readonly steady?: boolean;
}

/** What a look needs beside the readings. */
export type JudgeRequest = Omit<ObserveRequest, 'target'> & {
  readonly now: Date;
};

/** For one application: also whether it was degraded before our change and has not been better since. */
export type ConditionsRequest = JudgeRequest & {
  readonly wasDegradedBefore: boolean;
};

/** Something is not there yet; the message names it. */
export function waiting(message: string): Verdict {
  return { status: 'waiting', message };
}
