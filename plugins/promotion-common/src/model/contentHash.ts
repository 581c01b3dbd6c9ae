// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import type { ContentHash } from './scalars';

/**
 * The one hash in the house: `sha256:` and the hex SHA-256 of the value's RFC 8785 canonical JSON.
 *
 * Key order never matters, fields that are `undefined` drop, array order does matter. The value must be JSON:
 * a number that is not finite, a circular value or a bare `undefined` is a mistake of the caller and throws.
 */
export function contentHash(value: unknown): ContentHash {
  const text = canonicalize(value);
  if (text === undefined) {
    throw new TypeError('contentHash needs a JSON value, not undefined');
  }
  return `sha256:${bytesToHex(sha256(utf8ToBytes(text)))}`;
}
