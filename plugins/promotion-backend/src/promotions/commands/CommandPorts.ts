// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Deployer } from 'backstage-plugin-promotion-node';
import type { Clock } from '../../Clock';
import type { EvidenceStore } from '../../evidence/EvidenceStore';
import type { Facts } from '../../facts/FactsGatherer';
import type { Stores } from '../../store/DatabaseStores';

/** What commands work with. */
export interface CommandPorts {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly facts: Facts;
  readonly deployer: Pick<Deployer, 'inspect'>;
  readonly releases: Pick<EvidenceStore, 'releases'>;
  /** Tells the worker and the relay that there is something to do. */
  readonly wake: () => void;
}
