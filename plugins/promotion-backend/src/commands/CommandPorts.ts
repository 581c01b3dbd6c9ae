// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  RequestOf,
  RouteName,
} from 'backstage-plugin-promotion-common/client';
import type { Clock, Deployer } from 'backstage-plugin-promotion-node';
import type { Viewer } from '../Caller';
import type { EvidenceStore } from '../evidence/EvidenceStore';
import type { Facts } from '../facts/FactsGatherer';
import type { Stores } from '../store/DatabaseStores';

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

/**
 * How the command of one route is run: facts are gathered, the core decides, and what it decided is written in one
 * transaction. None calls GitHub or Argo CD but to inspect for a plan.
 */
export interface BackendCommand<N extends RouteName, Answer = CommandAnswered> {
  /** The component it is about, which the caller has to be able to see. @throws NotFoundError */
  readonly about: (
    request: RequestOf<N>,
    ports: CommandPorts,
  ) => Promise<string> | string;
  /** @throws RefusedError, NotFoundError, SourceUnreachableError */
  readonly run: (
    request: RequestOf<N>,
    viewer: Viewer,
    ports: CommandPorts,
  ) => Promise<Answer>;
}

/** The promotion a command was given to, or made. */
export interface CommandAnswered {
  readonly promotionId: string;
  /** Nothing new was made: what was asked for is under way already. */
  readonly existing?: boolean;
}
