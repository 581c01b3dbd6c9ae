// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** Why a manifest cannot be read or changed; nothing is written while there is one. */
export interface ManifestProblem {
  /** Stable text for machines. */
  readonly code:
    | 'template'
    | 'not-yaml'
    | 'not-a-kustomization'
    | 'ambiguous-images'
    | 'unsupported-image-field'
    | 'not-text'
    | 'no-image'
    | 'changed-meanwhile'
    | 'not-proven';
  /** A sentence for people that names the thing and, where there is one, the line. */
  readonly message: string;
  /** What to do about it, in the imperative. */
  readonly remedy: string;
}
