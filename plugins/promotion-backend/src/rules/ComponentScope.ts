// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Entity } from '@backstage/catalog-model';
import type { EntityRef } from 'backstage-plugin-promotion-common';
import type { PlacedEnvironment } from 'backstage-plugin-promotion-common/plan';
import type { ComponentFacts } from 'backstage-plugin-promotion-common/rules';
import type { LoadedRules } from './RulesRegistry';

/** A component to which rules apply, with its environments resolved or what is wrong with them. */
export interface ScopedComponent {
  readonly entity: Entity;
  readonly component: ComponentFacts;
  readonly title: string;
  readonly rules: LoadedRules;
  readonly environments: Readonly<Record<string, PlacedEnvironment>>;
}

/** Knows which components are our business. */
export interface ComponentScope {
  /**
   * @throws NotFoundError for an unknown component
   * @throws NoRulesError when no rules document applies to it
   * @throws MisconfiguredError when some apply and none can be used
   * @throws SourceUnreachableError when the catalog gave no answer
   */
  get(componentRef: EntityRef): Promise<ScopedComponent>;
  /**
   * Every component to which usable rules apply, as of the last scan of the catalog (at most a minute ago, older only
   * while the catalog gives no answer).
   */
  all(): Promise<readonly ScopedComponent[]>;
}
