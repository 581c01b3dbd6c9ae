// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Promotion } from './Promotion';
import type { Readiness } from '../model/Readiness';

/**
 * What a promotion is made of when it is requested: what was asked and planned, and the readiness at that moment.
 * Everything else of the row follows. It is the payload of the first record, so that replay begins with it.
 */
export interface NewPromotion
  extends Pick<
    Promotion,
    | 'promotionId'
    | 'kind'
    | 'componentRef'
    | 'from'
    | 'to'
    | 'release'
    | 'releaseBefore'
    | 'rulesName'
    | 'rulesRevision'
    | 'pathHash'
    | 'contentHash'
    | 'fieldWrites'
    | 'applications'
    | 'diffs'
    | 'requestedBy'
    | 'requesterRefs'
    | 'requestedAt'
    | 'reason'
    | 'reference'
    | 'notBefore'
    | 'whenBlocked'
    | 'rollbackOf'
    | 'retryOf'
    | 'terms'
  > {
  readonly readiness: Readiness;
}
