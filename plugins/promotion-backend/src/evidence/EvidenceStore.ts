// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  EntityRef,
  Evidence,
  Release,
} from 'backstage-plugin-promotion-common';

/** Keeps evidence and the releases it speaks of. Append-only. */
export interface EvidenceStore {
  /** Records observations; one with the same content (kind, subject, facts, observedAt, producer) is kept once. */
  record(evidence: readonly Evidence[]): Promise<void>;
  /**
   * What may matter for a component, newest first: the newest of each part of each kind, subject, producer and trust.
   * Each producer has room of its own, so that nobody can push out what others sent.
   */
  forComponent(componentRef: EntityRef): Promise<readonly Evidence[]>;
  list(filter: {
    readonly componentRef: EntityRef;
    readonly releaseId?: string;
    readonly environment?: string;
    readonly kind?: string;
    readonly limit: number;
  }): Promise<readonly Evidence[]>;
  /** Keeps what a build record or the observer learnt of a release; a later, poorer view never overwrites a richer one. */
  saveRelease(release: Release): Promise<void>;
  releases(componentRef: EntityRef): Promise<readonly Release[]>;
}
