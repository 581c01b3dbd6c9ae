// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** A commit status (the older of GitHub's two kinds of check). */
export interface CommitStatus {
  readonly id: number;
  readonly context: string;
  readonly state: 'error' | 'failure' | 'pending' | 'success';
  readonly description: string | null;
  readonly target_url: string | null;
  readonly created_at: string;
}

/** A check run (the newer kind), as tests and the demo place it. */
export interface CheckRun {
  readonly name: string;
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion:
    | 'success'
    | 'failure'
    | 'neutral'
    | 'cancelled'
    | 'skipped'
    | 'timed_out'
    | null;
  readonly started_at: string;
  readonly completed_at: string | null;
  readonly html_url: string;
  /** Slug of the app that reported it. Default `ci`. */
  readonly app?: string;
}

/** A finding of code scanning, cut down to what a reader of severities needs. */
export interface CodeScanningAlert {
  readonly number: number;
  readonly severity: 'critical' | 'high' | 'medium' | 'low';
  readonly rule: string;
  readonly created_at: string;
}

/** What is said about commits: statuses, check runs and code scanning alerts. In memory. */
export class CommitChecks {
  readonly #statuses = new Map<string, CommitStatus[]>();
  readonly #runs = new Map<string, CheckRun[]>();
  readonly #alerts = new Map<string, CodeScanningAlert[]>();
  #nextId = 1;

  addStatus(
    repository: string,
    sha: string,
    status: Omit<CommitStatus, 'id'>,
  ): CommitStatus {
    const added = { id: this.#nextId++, ...status };
    push(this.#statuses, `${repository}@${sha}`, added);
    return added;
  }

  addRun(repository: string, sha: string, run: CheckRun): void {
    push(this.#runs, `${repository}@${sha}`, run);
  }

  /** Declares that code scanning ran for a ref, with what it found (nothing: an empty list). */
  setAlerts(
    repository: string,
    ref: string,
    alerts: readonly CodeScanningAlert[],
  ): void {
    this.#alerts.set(`${repository}@${ref}`, [...alerts]);
  }

  /** The newest status of each context. */
  statuses(repository: string, sha: string): CommitStatus[] {
    const newest = new Map<string, CommitStatus>();
    for (const status of this.#statuses.get(`${repository}@${sha}`) ?? []) {
      newest.set(status.context, status);
    }
    return [...newest.values()];
  }

  runs(repository: string, sha: string): readonly CheckRun[] {
    return this.#runs.get(`${repository}@${sha}`) ?? [];
  }

  /** Undefined when code scanning never ran for that ref. */
  alerts(
    repository: string,
    ref: string,
  ): readonly CodeScanningAlert[] | undefined {
    return this.#alerts.get(`${repository}@${ref}`);
  }

  /** Contexts and check names that succeeded on a commit. */
  passed(repository: string, sha: string): string[] {
    return [
      ...this.statuses(repository, sha)
        .filter(one => one.state === 'success')
        .map(one => one.context),
      ...this.runs(repository, sha)
        .filter(one => one.conclusion === 'success')
        .map(one => one.name),
    ];
  }

  clear(): void {
    this.#statuses.clear();
    this.#runs.clear();
    this.#alerts.clear();
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}
