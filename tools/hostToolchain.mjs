// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Whether Node `version` (such as `v22.23.2`) can run the suite, and if not, why.
 * Backstage 1.55 wants 22 or 24; from 24.19 on better-sqlite3 12 aborts the process; before 22.12 CommonJS cannot
 * `require` the ES modules we use.
 */
export function judgeNode(version) {
  const [major = 0, minor = 0] = version
    .replace(/^v/, '')
    .split('.')
    .map(Number);
  if (major === 22 && minor >= 12) return { fits: true };
  if (major === 24 && minor < 19) return { fits: true };
  if (major === 24) {
    return {
      fits: false,
      reason: `Node ${version} aborts with better-sqlite3 12 (RemoveEnvironmentCleanupHook)`,
    };
  }
  return {
    fits: false,
    reason: `Node ${version} is not one of 22 (from 22.12) or 24 (before 24.19)`,
  };
}

/** Whether `version`, the answer of `yarn --version` in the checkout, is the yarn that wrote the lockfile's format. */
export function judgeYarn(version) {
  if (version === undefined) {
    return { fits: false, reason: 'there is no yarn on this machine' };
  }
  if (/^4\.(\d+)\./.test(version) && Number(version.split('.')[1]) >= 13) {
    return { fits: true };
  }
  return {
    fits: false,
    reason: `yarn ${version} is not 4.13 or a later 4`,
  };
}
