// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EntityRef } from 'backstage-plugin-promotion-common';
import type { CallContext } from './CallContext';

/** A message for people. `recipientRefs` may name groups. */
export interface PromotionMessage {
  readonly topic: string;
  readonly promotionId: string;
  readonly componentRef: EntityRef;
  readonly recipientRefs: readonly EntityRef[];
  readonly title: string;
  readonly description: string;
  readonly link: string;
}

/** Best effort; decides nothing. A rejection is logged and repeated a bounded number of times. */
export interface Notifier {
  readonly name: string;
  notify(message: PromotionMessage, context: CallContext): Promise<void>;
}
