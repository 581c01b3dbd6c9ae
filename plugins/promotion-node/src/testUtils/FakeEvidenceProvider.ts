// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  EvidenceFacts,
  EvidenceKind,
} from 'backstage-plugin-promotion-common';
import { gateKindOf } from 'backstage-plugin-promotion-common/gates';
import type { CallContext } from '../CallContext';
import type {
  CollectedEvidence,
  CollectRequest,
  EvidenceProvider,
} from '../EvidenceProvider';
import { FaultPlan } from './FaultPlan';

type Answer =
  | EvidenceFacts
  | { readonly problem: NonNullable<CollectedEvidence['problem']> };

/** A source of evidence in memory. A kind that was told nothing answers problem `no-data`. */
export class FakeEvidenceProvider implements EvidenceProvider {
  readonly name: string;
  readonly kinds: readonly EvidenceKind[];
  readonly faults = new FaultPlan<'collect'>('the evidence source');
  readonly #answers = new Map<string, Answer>();

  constructor(options: {
    readonly name?: string;
    readonly kinds: readonly EvidenceKind[];
  }) {
    this.name = options.name ?? 'fake';
    this.kinds = options.kinds;
  }

  /** While true every kind asked for answers problem `errored`, as a provider whose source is away does. */
  down = false;

  /** What this source says from now on about an environment. */
  set(environment: string, facts: EvidenceFacts): void {
    this.#answers.set(`${environment}/${facts.kind}`, facts);
  }

  /** This source has this problem with a kind from now on. */
  setProblem(
    environment: string,
    kind: EvidenceKind,
    problem: NonNullable<CollectedEvidence['problem']>,
  ): void {
    this.#answers.set(`${environment}/${kind}`, { problem });
  }

  /** The next `collect` is rejected. */
  failNext(error?: Error): void {
    this.faults.failNext('collect', error);
  }

  async collect(
    request: CollectRequest,
    context: CallContext,
  ): Promise<readonly CollectedEvidence[]> {
    const { environment } = request.environment;
    return this.faults.run('collect', context.signal, () =>
      this.kinds
        .filter(kind => request.gates.some(gate => gate.kind === kind))
        .map(kind => {
          const base = {
            kind,
            subject: gateKindOf(kind)?.subject ?? ('release' as const),
            observedAt: request.now,
          };
          if (this.down) {
            return {
              ...base,
              problem: {
                code: 'errored' as const,
                message: `${this.name} does not answer.`,
              },
            };
          }
          const answer = this.#answers.get(`${environment}/${kind}`);
          if (!answer) {
            return {
              ...base,
              problem: {
                code: 'no-data' as const,
                message: `${this.name} has no ${kind} data.`,
              },
            };
          }
          return 'problem' in answer
            ? { ...base, problem: answer.problem }
            : { ...base, facts: answer };
        }),
    );
  }
}
