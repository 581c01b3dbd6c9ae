// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** The first twelve characters of a digest or content hash, without its algorithm: enough to compare by eye. */
export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12);
}

/** The first eight characters of a commit, as git shows it. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 8);
}

/** Whether a helper is an entity reference (`user:default/sam`) rather than the name of a role (`sre`). */
export function isEntityRef(helper: string): boolean {
  return /^[a-z][a-z0-9]*:[^/]+\/.+$/.test(helper);
}
