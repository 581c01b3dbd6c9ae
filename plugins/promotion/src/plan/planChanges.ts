// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { FieldWrite, Plan } from 'backstage-plugin-promotion-common';

/** What differs between the plan somebody looked at and the one that holds now, in sentences. */
export function planChanges(seen: Plan, current: Plan): string[] {
  if (seen.contentHash === current.contentHash) return [];
  const changes: string[] = [];
  if (seen.release.releaseId !== current.release.releaseId) {
    changes.push(
      `the release is ${current.release.version}, it was ${seen.release.version}`,
    );
  }
  changes.push(...fieldChanges(seen.fieldWrites, current.fieldWrites));
  if (seen.pathHash !== current.pathHash) {
    changes.push(`the rules of ${current.from} → ${current.to} changed`);
  }
  if (namesOf(seen) !== namesOf(current)) {
    changes.push(`it reaches ${namesOf(current)}, it reached ${namesOf(seen)}`);
  }
  return changes.length > 0 ? changes : ['the plan changed'];
}

function fieldChanges(
  seen: readonly FieldWrite[],
  current: readonly FieldWrite[],
): string[] {
  const before = new Map(seen.map(write => [placeOf(write), write]));
  const after = new Map(current.map(write => [placeOf(write), write]));
  const places = [...new Set([...before.keys(), ...after.keys()])];
  return places.flatMap(place => {
    const old = before.get(place);
    const now = after.get(place);
    if (old?.before === now?.before && old?.after === now?.after) return [];
    if (!now) return [`${place} is no longer written`];
    return [
      `${place} goes from ${now.before ?? 'nothing'} to ${
        now.after ?? 'nothing'
      }`,
    ];
  });
}

function placeOf(write: FieldWrite): string {
  return `${write.file.path} ${write.pointer}`;
}

function namesOf(plan: Plan): string {
  const names = plan.applications.map(
    ({ instance, name }) => `${name} on ${instance}`,
  );
  return names.sort().join(', ') || 'no application';
}
