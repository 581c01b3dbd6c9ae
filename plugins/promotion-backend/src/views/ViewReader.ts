// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  ComponentView,
  EntityRef,
  Promotion,
  PromotionSummary,
  PromotionView,
} from 'backstage-plugin-promotion-common';
import type { Viewer } from '../Caller';

/** Reads views from recorded facts: nothing outside Backstage is called. */
export interface ViewReader {
  /** @throws NotFoundError, NoRulesError, MisconfiguredError, SourceUnreachableError (the catalog) */
  component(componentRef: EntityRef, viewer: Viewer): Promise<ComponentView>;
  /** @throws NotFoundError */
  promotion(promotionId: string, viewer: Viewer): Promise<PromotionView>;
  summaries(
    promotions: readonly Promotion[],
  ): Promise<readonly PromotionSummary[]>;
}
