// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  evaluateGates,
  movingTagsOf,
  type Evidence,
  type GateResult,
} from 'backstage-plugin-promotion-common';
import { candidateOf, stateOf } from '../execution/recordedState';
import type { ComponentDossier } from '../execution/FactsGatherer';

/** A gate that an observation counts for, and what the gate says now. */
export interface CountedGate {
  readonly from: string;
  readonly to: string;
  readonly gate: GateResult;
}

/**
 * The gates whose verdict rests on an observation, for what stands in each path's source now. One that only says that
 * it is about something else is none of them.
 */
export function countedGates(
  evidence: Evidence,
  dossier: ComponentDossier,
  now: string,
): CountedGate[] {
  return dossier.rules.rules.paths.flatMap(path => {
    const source = stateOf(dossier, path.from, now);
    const release = candidateOf(source);
    if (!release) return [];
    const gates = evaluateGates(
      path,
      {
        componentRef: dossier.component.componentRef,
        from: path.from,
        to: path.to,
        release,
        source,
        target: stateOf(dossier, path.to, now),
        evidence: dossier.evidence,
        requesterRefs: [],
        tags: movingTagsOf(dossier.rules.rules),
      },
      now,
    );
    return gates
      .filter(
        gate =>
          gate.status !== 'mismatched' &&
          gate.evidenceIds.includes(evidence.evidenceId),
      )
      .map(gate => ({ from: path.from, to: path.to, gate }));
  });
}
