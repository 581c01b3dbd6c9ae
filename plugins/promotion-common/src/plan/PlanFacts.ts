// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EnvironmentState } from '../model/EnvironmentState';
import type { Evidence } from '../model/Evidence';
import type { Explanation } from '../model/Explanation';
import type { ManifestLocation, Plan } from '../model/Plan';
import type { Release } from '../model/Release';
import type { Readiness } from '../model/Readiness';
import type { ResolvedEnvironment } from '../rules/ResolvedEnvironment';
import type { ReadinessFacts } from './ReadinessFacts';

/** A manifest as it stands on its branch. */
export interface PlannedFile {
  readonly location: ManifestLocation;
  readonly commit: string;
  readonly text: string;
}

/** Everything a plan is made from; gathered outside, judged here. */
export interface PlanFacts
  extends Pick<
    ReadinessFacts,
    | 'component'
    | 'isAutomatic'
    | 'approvals'
    | 'overrides'
    | 'roleMembers'
    | 'holds'
    | 'barred'
    | 'ahead'
    | 'setup'
    | 'liftRoles'
    | 'unknown'
    | 'roleTitles'
    | 'concurrency'
    | 'notBefore'
  > {
  readonly from: string;
  readonly to: string;
  /** What is to move; absent: what is desired and live in the source. */
  readonly release?: Release;
  readonly source: ResolvedEnvironment;
  readonly target: ResolvedEnvironment;
  readonly sourceState: EnvironmentState;
  readonly targetState: EnvironmentState;
  readonly sourceFiles: readonly PlannedFile[];
  readonly targetFiles: readonly PlannedFile[];
  /** The images that the deployment tool's manifests of the target name. Absent: not known. */
  readonly usedImages?: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly requesterRefs: readonly string[];
}

/** Why there is no plan. */
export const refusalCodes = [
  'no-path',
  'unreadable',
  'not-live',
  'source-disagrees',
  'not-in-source',
  'mutable-tag',
  'already-there',
  'manifest',
  'not-in-history',
  'barred',
  'configuration',
] as const;

/** A refusal is a value: what is wrong, what to do about it, and the tree of reasons. */
export interface Refusal {
  readonly code: (typeof refusalCodes)[number];
  readonly message: string;
  readonly remedy: string;
  readonly explanation: Explanation;
}

/** A plan with the readiness it was judged by, or why there is none. */
export type PlanResult =
  | { readonly ok: true; readonly plan: Plan; readonly readiness: Readiness }
  | { readonly ok: false; readonly refusal: Refusal };

/** Makes a refusal with its one-leaf explanation. */
export function refuse(
  code: Refusal['code'],
  message: string,
  remedy: string,
): Refusal {
  return {
    code,
    message,
    remedy,
    explanation: { code, tone: 'blocks', message, remedy },
  };
}
