// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  BarredRelease,
  ComponentFacts,
  EntityRef,
  EnvironmentState,
  Evidence,
  Hold,
  PromotionRules,
  ResolvedEnvironment,
  Timestamp,
} from 'backstage-plugin-promotion-common';

/** A rules document in force. */
export interface LoadedRules {
  readonly name: string;
  readonly rules: PromotionRules;
  readonly revision: string;
  readonly origin: string;
  readonly text: string;
  readonly loadedAt: Timestamp;
  /** What is wrong with a newer version that is therefore not used. Absent: nothing. */
  readonly problem?: string;
  /** Why it is not known whether there is a newer version: the last read gave no answer. Absent: it is the newest. */
  readonly outage?: string;
}

/** Why an environment of a component cannot be used. Never written to. */
export interface ConfigurationProblem {
  readonly code: string;
  readonly message: string;
  readonly remedy?: string;
}

/**
 * Everything recorded about one component, gathered in one go without any call outside Backstage.
 * `environments` has an entry for each environment of the rules: resolved, or what is wrong.
 * `roleMembers` is read live from the catalog with the service's own credentials, never from a token.
 */
export interface ComponentDossier {
  readonly component: ComponentFacts;
  readonly title: string;
  readonly rules: LoadedRules;
  readonly environments: Readonly<
    Record<
      string,
      | { readonly ok: true; readonly environment: ResolvedEnvironment }
      | {
          readonly ok: false;
          readonly problems: readonly ConfigurationProblem[];
        }
    >
  >;
  readonly states: readonly EnvironmentState[];
  readonly evidence: readonly Evidence[];
  readonly holds: readonly Hold[];
  readonly barred: readonly BarredRelease[];
  readonly roleMembers: Readonly<Record<string, readonly EntityRef[]>>;
  /** Through which groups each member holds each role: role → user → group refs. */
  readonly membershipProof: Readonly<
    Record<string, Readonly<Record<string, readonly string[]>>>
  >;
}

/** Gathers what the core decides on. */
export interface FactsGatherer {
  /**
   * @throws NotFoundError when there is no such component, or no rules document applies to it.
   * @throws SourceUnreachableError when the catalog gave no answer.
   */
  gather(componentRef: EntityRef): Promise<ComponentDossier>;
  /** Asks pulled sources for evidence on a path now and records it. Outside calls; never on a read. Rejects never: problems are recorded as evidence. */
  collectEvidence(
    componentRef: EntityRef,
    path: { readonly from: string; readonly to: string },
  ): Promise<void>;
}
