// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EvidenceStore } from './EvidenceStore';

/** What the edge may read of evidence. */
export type EvidenceReader = Pick<EvidenceStore, 'list'>;
