// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { distance } from 'fastest-levenshtein';
import { JsonSchema, rulesJsonSchema } from './rulesJsonSchema';

/** The candidate most like `text`, if any is alike: few letters differ, or only case and dashes. */
export function nearestOf(
  text: string,
  candidates: readonly string[],
): string | undefined {
  const plain = withoutDashes(text);
  const limit = Math.max(1, Math.floor(plain.length * 0.4));
  const ranked = candidates
    .map(candidate => ({
      candidate,
      apart: lettersApart(plain, withoutDashes(candidate)),
    }))
    .filter(({ apart }) => apart <= Math.min(limit, 4))
    .sort((a, b) => a.apart - b.apart);
  return ranked[0]?.candidate;
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
  const sorted = (text: string) => [...text].sort().join('');
  return a !== b && sorted(a) === sorted(b) ? 1 : distance(a, b);
}

function withoutDashes(text: string): string {
  return text.toLowerCase().replace(/[-_]/g, '');
}
