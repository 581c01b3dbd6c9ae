// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Entity } from '@backstage/catalog-model';
import { CustomErrorBase } from '@backstage/errors';
import type { Timestamp } from 'backstage-plugin-promotion-common';
import type { SetupProblem } from 'backstage-plugin-promotion-common/plan';
import type {
  ParsedRules,
  PromotionRules,
  ResolveScope,
  RulesProblem,
  YieldedTiers,
} from 'backstage-plugin-promotion-common/rules';

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

/** The rules of one entity, and what they may reach. */
export interface AppliedRules {
  readonly rules: LoadedRules;
  readonly scope: ResolveScope;
}

/** A document by name: the version in force, and every mistake in a newer one that is therefore not used. */
export interface RulesDocument {
  readonly rules?: LoadedRules;
  readonly problems: readonly RulesProblem[];
  /** Why the last read gave no answer. Absent: it gave one. */
  readonly outage?: string;
}

/** Knows the rules in force. Reading it costs nothing: documents are loaded in the background. */
export interface RulesRegistry {
  /**
   * The rules that apply to an entity; absent: none does, so the entity is none of our business.
   *
   * @throws MisconfiguredError when some apply but none can be used
   */
  forEntity(entity: Entity): AppliedRules | undefined;
  get(name: string): RulesDocument | undefined;
  /** Reads a document with every kind of validation that is installed, and by the trust that is yielded, if given. */
  parse(text: string, yielded?: YieldedTiers): ParsedRules;
}

/** No rules document applies to the component. It has no tab. Answered with 404. */
export class NoRulesError extends CustomErrorBase {
  name = 'NoRulesError' as const;
  readonly code = 'no-rules';
}

/** What was asked for is not configured in a way that may be used. Answered with 422 and every problem. */
export class MisconfiguredError extends CustomErrorBase {
  name = 'MisconfiguredError' as const;
  readonly code = 'misconfigured';

  constructor(message: string, readonly problems: readonly SetupProblem[]) {
    super(message);
  }
}
