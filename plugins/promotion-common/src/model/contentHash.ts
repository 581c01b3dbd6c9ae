// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import type { ContentHash } from './scalars';

/**
 * The RFC 8785 canonical JSON text of a value: what is hashed, and what is stored where text and hash must agree.
 * Same demands on the value as `contentHash`.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) {
    throw new TypeError('canonical JSON needs a JSON value, not undefined');
  }
  return text;
}

/**
 * The one hash in the house: `sha256:` and the hex SHA-256 of the value's RFC 8785 canonical JSON.
 *
 * Key order never matters, fields that are `undefined` drop, array order does matter. The value must be JSON:
 * a number that is not finite, a circular value or a bare `undefined` is a mistake of the caller and throws.
 */
export function contentHash(value: unknown): ContentHash {
  return `sha256:${bytesToHex(sha256(utf8ToBytes(canonicalJson(value))))}`;
}
