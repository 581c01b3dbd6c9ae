// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the administrator lets rules and annotations reach. Globs: `*` stands for any text without a slash, `**` for
 * any text. An empty list allows nothing.
 */
export interface AllowList {
  /** `owner/name` on the default host, or an address; compared without regard to case. */
  readonly repositories: readonly string[];
  readonly branches: readonly string[];
  /** Files, from the root of the repository. */
  readonly manifestPaths: readonly string[];
  readonly argocdInstances: readonly string[];
  readonly argocdProjects: readonly string[];
}

/** Whether a text fits one of the globs, whole. */
export function isAllowed(text: string, globs: readonly string[]): boolean {
  return globs.some(glob => patternOf(glob).test(text));
}

/** Whether a repository's address fits one of the globs; `owner/name` globs are read on the default host. */
export function isRepositoryAllowed(
  repositoryUrl: string,
  globs: readonly string[],
  defaultRepositoryHost: string,
): boolean {
  const addresses = globs.map(glob =>
    withoutSuffix(
      glob.includes('://') ? glob : `${defaultRepositoryHost}/${glob}`,
    ).toLowerCase(),
  );
  return isAllowed(repositoryUrl.toLowerCase(), addresses);
}

/** A repository's address without `.git` and slashes at its end. */
export function withoutSuffix(address: string): string {
  return address.replace(/\/+$/, '').replace(/\.git$/, '');
}

function patternOf(glob: string): RegExp {
  const source = glob
    .split(/(\*\*|\*)/)
    .map(piece => {
      if (piece === '**') return '.*';
      if (piece === '*') return '[^/]*';
      return piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`, 's');
}
