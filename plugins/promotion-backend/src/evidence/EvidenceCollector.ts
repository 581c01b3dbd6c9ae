// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import type {
  EntityRef,
  EnvironmentState,
  Evidence,
  GateRules,
  Release,
  ResolvedEnvironment,
} from 'backstage-plugin-promotion-common';
import { gateKindOf } from 'backstage-plugin-promotion-common/gates';
import {
  type Clock,
  recordOf,
  type CollectedEvidence,
  type EvidenceProvider,
} from 'backstage-plugin-promotion-node';
import { describeRelease } from './describeRelease';
import type { ComponentScope, ScopedComponent } from '../rules/ComponentScope';
import type { EvidenceStore } from './EvidenceStore';

const COLLECT_TIMEOUT_MS = 25_000;

/** What collecting needs. */
export interface EvidenceCollectorOptions {
  readonly scope: ComponentScope;
  /** What was last recorded of each environment. */
  readonly states: {
    forComponent(componentRef: EntityRef): Promise<readonly EnvironmentState[]>;
  };
  readonly evidence: EvidenceStore;
  readonly providers: readonly EvidenceProvider[];
  readonly clock: Clock;
  readonly logger: LoggerService;
}

/** One side of a path with what to ask about it. */
interface Side {
  readonly environment: ResolvedEnvironment;
  readonly path: { readonly from: string; readonly to: string };
  readonly others: readonly ResolvedEnvironment[];
  readonly state: EnvironmentState;
  readonly release: Release;
  readonly gates: readonly GateRules[];
}

/** Asks the pulled sources and records what they say, problems included, as evidence of the tier `pulled`. */
export class EvidenceCollector {
  readonly #options: EvidenceCollectorOptions;
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(options: EvidenceCollectorOptions) {
    this.#options = options;
  }

  /** Two who ask at once share one answer. Never rejects. */
  collect(
    componentRef: EntityRef,
    path: { readonly from: string; readonly to: string },
  ): Promise<void> {
    const key = `${componentRef} ${path.from} ${path.to}`;
    const underWay = this.#underWay.get(key);
    if (underWay) return underWay;
    const collecting = this.#collect(componentRef, path)
      .catch(error =>
        this.#options.logger.warn(
          `Evidence for ${key} could not be collected: ${stringifyError(
            error,
          )}`,
        ),
      )
      .finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, collecting);
    return collecting;
  }

  async #collect(
    componentRef: EntityRef,
    path: { readonly from: string; readonly to: string },
  ): Promise<void> {
    const { scope, evidence, providers } = this.#options;
    if (providers.length === 0) return;
    const component = await scope.get(componentRef);
    const sides = await this.#sides(component, path);
    const collected = await Promise.all(
      sides.flatMap(side =>
        providers.map(provider => this.#ask(provider, side)),
      ),
    );
    await evidence.record(collected.flat());
  }

  async #sides(
    component: ScopedComponent,
    { from, to }: { readonly from: string; readonly to: string },
  ): Promise<readonly Side[]> {
    const { rules, componentRef } = {
      rules: component.rules.rules,
      componentRef: component.component.componentRef,
    };
    const path = rules.paths.find(each => each.from === from && each.to === to);
    if (!path) return [];
    const states = await this.#options.states.forComponent(componentRef);
    const known = await this.#options.evidence.forComponent(componentRef);
    return [from, to].flatMap(name => {
      const place = component.environments[name];
      const state = states.find(each => each.environment === name);
      const found = name === from ? state?.desired ?? state?.live : state?.live;
      const gates = path.gates.filter(gate => isJudgedOn(gate, name === from));
      if (!place?.ok || !state || !found || gates.length === 0) return [];
      const release = describeRelease(found, known, rules);
      const others = Object.entries(component.environments).flatMap(
        ([other, each]) =>
          other !== name && each.ok ? [each.environment] : [],
      );
      const { environment } = place;
      return [
        { environment, path: { from, to }, others, state, release, gates },
      ];
    });
  }

  async #ask(
    provider: EvidenceProvider,
    side: Side,
  ): Promise<readonly Evidence[]> {
    const kinds = provider.kinds.filter(kind =>
      side.gates.some(gate => gate.kind === kind),
    );
    if (kinds.length === 0) return [];
    const now = await this.#options.clock.now();
    const answer = await provider
      .collect(
        { ...side, now },
        { signal: AbortSignal.timeout(COLLECT_TIMEOUT_MS) },
      )
      .catch((error: unknown): readonly CollectedEvidence[] =>
        kinds.map(kind => ({
          kind,
          subject: gateKindOf(kind)?.subject ?? 'release',
          observedAt: now,
          problem: {
            code: 'errored',
            message: isError(error) ? error.message : stringifyError(error),
          },
        })),
      );
    const receivedAt = await this.#options.clock.now();
    const by = { producer: provider.name, receivedAt };
    return answer.map(item => recordOf(item, { ...side, now }, by));
  }
}

function isJudgedOn(gate: GateRules, isSource: boolean): boolean {
  if ('on' in gate) {
    return gate.on === 'both' || gate.on === (isSource ? 'source' : 'target');
  }
  return isSource;
}
