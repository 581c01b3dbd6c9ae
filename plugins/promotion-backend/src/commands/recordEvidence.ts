// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Snapshot } from 'backstage-plugin-promotion-common/facts';
import {
  evidenceAnswer,
  type EvidenceAnswer,
} from 'backstage-plugin-promotion-common/views';
import type { Caller } from '../Caller';
import {
  releasesAbout,
  type EvidenceRecorder,
  type EvidenceReport,
} from '../evidence/EvidenceRecorder';
import type { EvidenceStore } from '../evidence/EvidenceStore';
import type { Facts } from '../facts/FactsGatherer';

/** Records what was sent and answers what it counts for, by one snapshot. @throws as `EvidenceRecorder.record` */
export async function recordEvidence(
  report: EvidenceReport,
  caller: Caller,
  ports: {
    readonly recorder: Pick<EvidenceRecorder, 'record'>;
    readonly facts: Facts;
    readonly releases: Pick<EvidenceStore, 'releases'>;
  },
): Promise<EvidenceAnswer> {
  const { componentRef } = report.subject;
  let gathered: Promise<Snapshot> | undefined;
  const gather = () => (gathered ??= ports.facts.gather(componentRef));
  const evidence = await ports.recorder.record(report, caller, gather);
  const before = await gather();
  const snapshot = { ...before, evidence: [evidence, ...before.evidence] };
  const known = await ports.releases.releases(componentRef);
  return evidenceAnswer(
    evidence,
    snapshot,
    releasesAbout(evidence, snapshot, known),
  );
}
