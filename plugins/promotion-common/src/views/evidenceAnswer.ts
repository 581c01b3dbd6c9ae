// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { candidateOf, stateOf, type Snapshot } from '../facts/Snapshot';
import { readinessFactsOf } from '../facts/readinessFactsOf';
import { judge } from '../plan/judge';
import type { Evidence } from '../model/Evidence';
import type { GateResult } from '../model/Gate';
import type { Release } from '../model/Release';

/** No decision was made yet on a plan nobody has made. */
const NO_CONTENT = `sha256:${'0'.repeat(64)}`;

/** What a recorded observation counts for, and what the gates it counts for say now. */
export interface EvidenceAnswer {
  readonly evidence: Evidence;
  readonly releases: { readonly releaseId: string; readonly version: string }[];
  readonly gates: CountedGate[];
  readonly message: string;
}

/** A gate that an observation counts for, and what the gate says now. */
export interface CountedGate {
  readonly from: string;
  readonly to: string;
  readonly gate: GateResult;
}

/** What whoever sent an observation is told. `releases` are those it speaks of, as far as they are known. */
export function evidenceAnswer(
  evidence: Evidence,
  snapshot: Snapshot,
  releases: readonly Release[],
): EvidenceAnswer {
  const gates = countedGates(evidence, snapshot);
  return {
    evidence,
    releases: releases.map(({ releaseId, version }) => ({
      releaseId,
      version,
    })),
    gates,
    message: messageOf(snapshot.title, releases, gates),
  };
}

/**
 * The gates whose verdict rests on an observation, for what stands in each path's source now. One that only says that
 * it is about something else is none of them.
 */
function countedGates(evidence: Evidence, snapshot: Snapshot): CountedGate[] {
  return snapshot.rules.rules.paths.flatMap(path => {
    const { from, to } = path;
    const release = candidateOf(stateOf(snapshot, from));
    if (!release) return [];
    const { gates } = judge(
      readinessFactsOf(snapshot, {
        kind: 'promotion',
        path,
        release,
        contentHash: NO_CONTENT,
        requesterRefs: [],
        approvals: [],
        overrides: [],
      }),
    );
    return gates
      .filter(
        ({ status, evidenceIds }) =>
          status !== 'mismatched' && evidenceIds.includes(evidence.evidenceId),
      )
      .map(gate => ({ from, to, gate }));
  });
}

function messageOf(
  title: string,
  releases: readonly Release[],
  gates: readonly CountedGate[],
): string {
  const versions = [...new Set(releases.map(({ version }) => version))];
  if (versions.length === 0) {
    return `Recorded, but it counts for no release of ${title} known so far. It will, once a build record ties its image and commit together or the release is deployed.`;
  }
  const about = `${title} ${versions.join(', ')}`;
  const [first] = gates;
  if (!first) return `Recorded for ${about}; no gate asks for it.`;
  const verdicts = gates.map(
    ({ from, to, gate }) => `${gate.title}, ${from} to ${to}: ${gate.status}`,
  );
  return `Recorded for ${about}. ${verdicts.join('; ')}.`;
}
