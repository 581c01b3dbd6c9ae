// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { GitRepository } from '../git/GitRepository';
import { GitStore } from '../git/GitStore';
import { SandboxClock } from '../SandboxClock';
import { BranchRules } from './BranchRules';
import { CommitChecks } from './CommitChecks';
import { GithubFaults } from './GithubFaults';
import { GithubTokens } from './GithubTokens';
import { PullRequests } from './PullRequests';

/** What every route of the GitHub API works with. */
export interface GithubContext {
  readonly git: GitStore;
  readonly clock: SandboxClock;
  readonly tokens: GithubTokens;
  readonly rules: BranchRules;
  readonly faults: GithubFaults;
  readonly checks: CommitChecks;
  readonly pulls: PullRequests;
  /** Commits GitHub has signed itself (those of apps). */
  readonly signed: Set<string>;
  /** Root of the sandbox without slash; known once it listens. */
  readonly baseUrl: () => string;
}

/** The addresses GitHub puts into its answers about one repository. */
export interface RepositoryLinks {
  readonly api: string;
  readonly html: string;
}

export function linksOf(
  context: GithubContext,
  repository: GitRepository,
): RepositoryLinks {
  return {
    api: `${context.baseUrl()}/api/v3/repos/${repository.fullName}`,
    html: `${context.baseUrl()}/${repository.fullName}`,
  };
}
