// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** Base64 as GitHub prints it: lines of 60 characters, each ended by a newline. */
export function base64Lines(content: Buffer): string {
  return content.toString('base64').replace(/(.{1,60})/g, '$1\n');
}
