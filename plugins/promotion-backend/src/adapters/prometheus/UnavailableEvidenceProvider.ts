// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { gateKindOf } from 'backstage-plugin-promotion-common/gates';
import type {
  CollectedEvidence,
  CollectRequest,
  EvidenceProvider,
} from 'backstage-plugin-promotion-node';

/** Stands where the provider would, when that could not start: each of its gates is `errored` and says why. */
export class UnavailableEvidenceProvider implements EvidenceProvider {
  readonly name: string;
  readonly kinds: EvidenceProvider['kinds'];
  readonly #reason: string;

  constructor(
    provider: {
      readonly name: string;
      readonly kinds: EvidenceProvider['kinds'];
    },
    reason: string,
  ) {
    this.name = provider.name;
    this.kinds = provider.kinds;
    this.#reason = reason;
  }

  async collect(
    request: CollectRequest,
  ): Promise<readonly CollectedEvidence[]> {
    return this.kinds
      .filter(kind => request.gates.some(gate => gate.kind === kind))
      .map(kind => ({
        kind,
        subject: gateKindOf(kind)?.subject ?? 'release',
        observedAt: request.now,
        problem: { code: 'errored', message: this.#reason },
      }));
  }
}
