// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** A sync window of a project. Whether it is open is told, not computed from the schedule. */
export interface SyncWindow {
  readonly kind: 'allow' | 'deny';
  readonly schedule: string;
  readonly duration: string;
  readonly manualSync: boolean;
  /** Names of applications; `*` is all. */
  readonly applications: readonly string[];
  readonly active: boolean;
}

/** The sync windows of the sandbox. */
export class SyncWindows {
  #windows: SyncWindow[] = [];

  set(windows: readonly SyncWindow[]): void {
    this.#windows = [...windows];
  }

  assigned(application: string): SyncWindow[] {
    return this.#windows.filter(
      one =>
        one.applications.includes('*') ||
        one.applications.includes(application),
    );
  }

  /** Whether a sync may start now. Deny beats allow; allow windows forbid everything outside them. */
  canSync(application: string, how: 'manual' | 'automatic'): boolean {
    const assigned = this.assigned(application);
    const exempt = (one: SyncWindow) => how === 'manual' && one.manualSync;
    const denying = assigned.filter(one => one.kind === 'deny' && one.active);
    if (denying.some(one => !exempt(one))) {
      return false;
    }
    const allowing = assigned.filter(one => one.kind === 'allow');
    return (
      allowing.length === 0 || allowing.some(one => one.active || exempt(one))
    );
  }
}
