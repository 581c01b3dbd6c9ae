// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  EnvironmentState,
  Release,
} from 'backstage-plugin-promotion-common';
import type { ComponentDossier } from './FactsGatherer';

/** The recorded state of an environment; one never seen is unknown in every respect. */
export function stateOf(
  dossier: Pick<ComponentDossier, 'component' | 'states'>,
  environment: string,
  now: string,
): EnvironmentState {
  return (
    dossier.states.find(state => state.environment === environment) ?? {
      componentRef: dossier.component.componentRef,
      environment,
      sync: 'unknown',
      health: 'unknown',
      history: [],
      observedAt: now,
    }
  );
}

/** What would move from a source: what is desired there, else what is live. Whether they agree is for the core to say. */
export function candidateOf(
  source: Pick<EnvironmentState, 'desired' | 'live'>,
): Release | undefined {
  return source.desired ?? source.live;
}
