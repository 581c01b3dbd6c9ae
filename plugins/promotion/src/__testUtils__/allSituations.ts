// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  awaitingApproval,
  blocked,
  ready,
  rolledBack,
  troubled,
  type Situation,
} from './situations';

/** Every situation by the name of its component; `search` and `recommendations` as an SRE sees them. */
export function allSituations(): Record<string, Situation> {
  return {
    checkout: ready(),
    search: awaitingApproval('sam'),
    'search-owner': awaitingApproval('olivia'),
    recommendations: blocked('sam'),
    'recommendations-owner': blocked('olivia'),
    notifier: rolledBack(),
    newcomer: troubled(),
  };
}
