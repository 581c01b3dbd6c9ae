// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  Evidence,
  EvidenceSubject,
  Timestamp,
} from 'backstage-plugin-promotion-common';
import { gateKindOf } from 'backstage-plugin-promotion-common/gates';
import {
  evidenceIdOf,
  evidenceSchema,
} from 'backstage-plugin-promotion-common/model';
import type { CollectedEvidence, CollectRequest } from './EvidenceProvider';

/**
 * What is recorded of an answer of a provider, of tier `pulled`. An answer
 * that no gate could read (about the wrong thing, an image the release does not have, figures that cannot be) is recorded
 * as a problem, so that its gates say so.
 */
export function recordOf(
  item: CollectedEvidence,
  request: CollectRequest,
  by: { readonly producer: string; readonly receivedAt: Timestamp },
): Evidence {
  const { producer, receivedAt } = by;
  const at = new Date(item.observedAt).toISOString();
  const base = {
    kind: item.kind,
    subject: subjectOf(item, request),
    ...(item.question !== undefined && { question: item.question }),
    producer,
    tier: 'pulled' as const,
    observedAt: at > receivedAt ? receivedAt : at,
    receivedAt,
  };
  const evidence = {
    ...base,
    ...(item.part && { part: item.part }),
    ...(item.facts && { facts: item.facts }),
    ...(item.problem && { problem: item.problem }),
    ...(item.url !== undefined && { url: item.url }),
  };
  const checked = evidenceSchema.safeParse({
    ...evidence,
    evidenceId: evidenceIdOf(evidence),
  });
  const [issue] = checked.error?.issues ?? [];
  const wrong =
    misplaced(item, request) ??
    (issue && `${issue.path.join('.')} ${issue.message}`);
  if (checked.success && wrong === undefined) return checked.data;
  const told = {
    ...base,
    observedAt: receivedAt,
    problem: {
      code: 'errored' as const,
      message: `${producer} answered something unusable: ${wrong}`,
    },
  };
  return { ...told, evidenceId: evidenceIdOf(told) };
}

/** Why gates of the kind would never read the answer; absent: they do. */
function misplaced(
  { kind, subject, image }: CollectedEvidence,
  { release }: CollectRequest,
): string | undefined {
  const read = gateKindOf(kind)?.subject ?? 'release';
  if (read !== subject) {
    return `${kind} is about the ${read}, not about the ${subject}.`;
  }
  const isKnown =
    image === undefined || release.images.some(({ name }) => name === image);
  return isKnown
    ? undefined
    : `${release.version} has no image ${image}; it has ${release.images
        .map(({ name }) => name)
        .join(', ')}.`;
}

/** What an answer is about, as its gates look for it: problems too, whatever the provider said. */
function subjectOf(
  { kind, image }: CollectedEvidence,
  { release, environment, state }: CollectRequest,
): EvidenceSubject {
  const { componentRef } = environment;
  const { releaseId } = release;
  const entry = gateKindOf(kind);
  if (entry?.subject !== 'environment') {
    const own = release.images.find(({ name }) => name === image);
    return {
      type: 'release',
      componentRef,
      releaseId,
      ...(own && { image: own }),
    };
  }
  const isLive = state.live?.releaseId === releaseId;
  return {
    type: 'environment',
    componentRef,
    environment: environment.environment,
    ...(entry.whileLive && isLive && { releaseId }),
  };
}
