// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { canonicalJson } from '../../model/contentHash';
import type { Kustomization } from './readKustomization';

/**
 * What else differs between two kustomizations and will not move, in plain words, in the order of the source. `moved`
 * are the images whose tag and digest move.
 */
export function differencesNotMoving(
  { content: source }: Kustomization,
  { content: target }: Kustomization,
  moved: readonly string[],
): string[] {
  const keys = [...new Set([...Object.keys(source), ...Object.keys(target)])];
  const moving = new Set(moved);
  return keys.flatMap(key =>
    key === 'images'
      ? imageDifferences(source.images, target.images, moving)
      : difference(key, source[key], target[key]),
  );
}

function difference(name: string, source: unknown, target: unknown): string[] {
  if (source === undefined && target === undefined) return [];
  if (source === undefined) return [`${name} is only in the target`];
  if (target === undefined) return [`${name} is only in the source`];
  if (canonicalJson(source) === canonicalJson(target)) return [];
  if (isPlain(source) && isPlain(target)) {
    return [`${name} is ${source} in the source and ${target} in the target`];
  }
  return [`${name} differs`];
}

function imageDifferences(
  source: unknown,
  target: unknown,
  moved: ReadonlySet<string>,
): string[] {
  const from = imagesByName(source);
  const to = imagesByName(target);
  const names = [...new Set([...from.keys(), ...to.keys()])];
  return names.flatMap(name => {
    const moves = moved.has(name);
    const own = from.get(name);
    const other = to.get(name);
    if (!own || !other) {
      return moves
        ? []
        : [`image ${name} is only in the ${own ? 'source' : 'target'}`];
    }
    const fields = [...new Set([...Object.keys(own), ...Object.keys(other)])];
    return fields
      .filter(field => !(moves && (field === 'newTag' || field === 'digest')))
      .flatMap(field =>
        difference(`${field} of image ${name}`, own[field], other[field]),
      );
  });
}

function imagesByName(images: unknown): Map<string, Record<string, unknown>> {
  const entries = Array.isArray(images) ? images.filter(isKeys) : [];
  return new Map(entries.map(entry => [String(entry.name), entry]));
}

function isKeys(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlain(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
