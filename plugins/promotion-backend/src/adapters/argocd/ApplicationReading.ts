// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ArgocdApplication, Workload } from './argocdSchema';
import type { DesiredImage } from './desiredImages';
import type { LiveImage } from './liveImages';

/** What was read of one application in one look, all that its judgement needs. */
export interface ApplicationReading {
  readonly application: ArgocdApplication;
  /** The revision the comparison was made against, for our source. Absent: none yet. */
  readonly revision?: string;
  /** Whether that revision is our commit or descends from it. */
  readonly containsCommit: boolean;
  /** What our manifest wants at that revision. Absent: not looked at, since it does not contain our commit. */
  readonly desired?: readonly DesiredImage[];
  /** What Pods run. Absent: not looked at, since something else is still missing. */
  readonly live?: readonly LiveImage[];
  /** The workloads beside them. Absent: not looked at. */
  readonly workloads?: readonly Workload[];
}

/** Info names under which our sync operations carry what they are for. */
export const operationInfo = {
  promotionId: 'promotion-id',
  commit: 'promotion-commit',
} as const;

/** An operation's info by name. */
export function readOperationInfo(
  operation:
    | {
        readonly info: readonly {
          readonly name: string;
          readonly value: string;
        }[];
      }
    | null
    | undefined,
  name: string,
): string | undefined {
  return operation?.info.find(info => info.name === name)?.value;
}

/** Whether an operation is the one asked for this commit of this promotion. */
export function isOwnOperation(
  operation:
    | {
        readonly info: readonly {
          readonly name: string;
          readonly value: string;
        }[];
      }
    | null
    | undefined,
  request: { readonly promotionId: string; readonly commit: string },
): boolean {
  return (
    readOperationInfo(operation, operationInfo.promotionId) ===
      request.promotionId &&
    readOperationInfo(operation, operationInfo.commit) === request.commit
  );
}

/** Auto-sync is on when declared, unless it says it is not enabled. */
export function isAutoSyncOn({ spec }: ArgocdApplication): boolean {
  const automated = spec.syncPolicy?.automated;
  return !!automated && automated.enabled !== false;
}

/** Epoch milliseconds of one of Argo CD's timestamps, which have whole seconds; 0 when it is absent. */
export function epochMs(timestamp: string | undefined): number {
  const ms = timestamp === undefined ? 0 : Date.parse(timestamp);
  return Number.isNaN(ms) ? 0 : ms;
}
