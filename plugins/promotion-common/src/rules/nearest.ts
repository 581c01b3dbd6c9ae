// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { distance } from 'fastest-levenshtein';
import { JsonSchema, rulesJsonSchema } from './rulesJsonSchema';

/** The candidate most like `text`, if any is alike: few letters differ, or only case and dashes. */
export function nearestOf(
  text: string,
  candidates: Iterable<string>,
): string | undefined {
  const plain = withoutDashes(text);
  let best: string | undefined;
  let limit = Math.min(Math.max(1, Math.floor(plain.length * 0.4)), 4) + 1;
  for (const candidate of candidates) {
    const other = withoutDashes(candidate);
    // What differs in length by more cannot be nearer, and comparing letters is what costs.
    if (Math.abs(other.length - plain.length) >= limit) continue;
    const apart = lettersApart(plain, other);
    if (apart >= limit) continue;
    best = candidate;
    limit = apart;
  }
  return best;
}

/** A key of the rules document and where it belongs, `paths[].approvals`. */
export interface KnownPlace {
  readonly key: string;
  readonly place: string;
}

/** Where a key belongs, when it is right but stands at the wrong level: each place that knows it. */
export function placesOf(key: string): readonly KnownPlace[] {
  const all = placesIn(rulesJsonSchema(), '');
  const exact = all.filter(known => known.key === key);
  if (exact.length > 0) return exact;
  const near = nearestOf(key, [...new Set(all.map(known => known.key))]);
  return all.filter(known => known.key === near);
}

function placesIn(schema: JsonSchema, place: string): KnownPlace[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(
    ([key, property]) => [
      { key, place },
      ...placesIn(property, place === '' ? key : `${place}.${key}`),
    ],
  );
  const items = schema.items ? placesIn(schema.items, `${place}[]`) : [];
  const values =
    typeof schema.additionalProperties === 'object'
      ? placesIn(schema.additionalProperties, `${place}.*`)
      : [];
  const options = (schema.oneOf ?? []).flatMap(option =>
    placesIn(option, `${place}(${String(option.properties?.kind?.const)})`),
  );
  return [...own, ...items, ...values, ...options];
}

/** Two letters swapped count as one mistake, so that `mni` is near `min`. */
function lettersApart(a: string, b: string): number {
  const apart = distance(a, b);
  if (apart < 2 || apart > 4 || a.length !== b.length) return apart;
  const sorted = (text: string) => [...text].sort().join('');
  return sorted(a) === sorted(b) ? 1 : apart;
}

function withoutDashes(text: string): string {
  return text.toLowerCase().replace(/[-_]/g, '');
}
