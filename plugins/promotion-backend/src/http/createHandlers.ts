// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Plan } from 'backstage-plugin-promotion-common';
import type { YieldedTiers } from 'backstage-plugin-promotion-common/rules';
import type { EvidenceAnswer } from 'backstage-plugin-promotion-common/views';
import type { RequestOf } from 'backstage-plugin-promotion-common/client';
import type { Caller } from '../Caller';
import type { EvidenceReport } from '../evidence/EvidenceRecorder';
import type { EvidenceReader } from '../evidence/EvidenceReader';
import type { CommandPorts } from '../commands';
import type { RulesRegistry } from '../rules/RulesRegistry';
import type { ViewReader } from '../views/ViewReader';
import type { Authorization } from './Authorization';
import { createEvidenceHandlers } from './createEvidenceHandlers';
import { createReadHandlers } from './createReadHandlers';
import { createRulesHandlers } from './createRulesHandlers';
import type { Handlers } from './Handlers';
import type { ResourceReader } from './ResourceReader';

/** What the routes are served with. */
export interface HandlerPorts {
  /** What commands work with. */
  readonly commandPorts: CommandPorts;
  /** Plans a move as it would be now. No effect. */
  readonly plan: (
    request: RequestOf<'createPlan'>['body'],
    requesterRefs: readonly string[],
  ) => Promise<Plan>;
  readonly views: ViewReader;
  readonly recorder: {
    record(report: EvidenceReport, caller: Caller): Promise<EvidenceAnswer>;
  };
  readonly evidence: EvidenceReader;
  readonly rules: RulesRegistry;
  /** Of which trust there can be evidence, for the linter. */
  readonly yielded: YieldedTiers;
  readonly resources: ResourceReader;
  readonly authorization: Authorization;
  /** Asks for the recorded facts of a component to be looked up anew. Answers at once. */
  readonly refresh: (componentRef: string) => Promise<void>;
}

/** A handler for each route that gives no command: one call of a view or a registry, and nothing else. */
export function createHandlers(ports: HandlerPorts): Handlers {
  return {
    ...createReadHandlers(ports),
    ...createEvidenceHandlers(ports),
    ...createRulesHandlers(ports),
  };
}
