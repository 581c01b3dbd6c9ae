// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isRecord } from '../http/isRecord';

/**
 * `?fields=`: `a.b,c` keeps only these, `-a.b` leaves these out. Lists are walked through without
 * an index. Absent: everything.
 */
export function projectFields(
  value: unknown,
  fields: string | undefined,
): unknown {
  if (!fields) {
    return value;
  }
  const exclude = fields.startsWith('-');
  const paths = fields
    .replace(/^-/, '')
    .split(',')
    .map(path => path.split('.'));
  return exclude
    ? paths.reduce((rest, path) => without(rest, path), value)
    : merge(paths.map(path => only(value, path)));
}

function only(value: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(one => only(one, path));
  }
  return isRecord(value) && key in value
    ? { [key]: only(value[key], rest) }
    : {};
}

function without(value: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (Array.isArray(value)) {
    return value.map(one => without(one, path));
  }
  if (key === undefined || !isRecord(value) || !(key in value)) {
    return value;
  }
  const { [key]: child, ...others } = value;
  return rest.length === 0
    ? others
    : { ...others, [key]: without(child, rest) };
}

function merge(parts: readonly unknown[]): unknown {
  return parts.reduce((whole, part) => {
    if (Array.isArray(whole) && Array.isArray(part)) {
      return whole.map((one, index) => merge([one, part[index]]));
    }
    if (isRecord(whole) && isRecord(part)) {
      const keys = [...new Set([...Object.keys(whole), ...Object.keys(part)])];
      return Object.fromEntries(
        keys.map(key => [
          key,
          key in whole && key in part
            ? merge([whole[key], part[key]])
            : whole[key] ?? part[key],
        ]),
      );
    }
    return part;
  });
}
