// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  GateResult,
  Obstacle,
  Override,
} from 'backstage-plugin-promotion-common';
import text from '../parts/text.module.css';
import { GateRow } from './GateRow';
import styles from './gates.module.css';

/** Every gate of a path, what blocks on top; observed ones folded away below. */
export function GateList(props: {
  readonly gates: readonly GateResult[];
  /** What stands in the way: a gate among it blocks. Absent in what older versions recorded. */
  readonly obstacles?: readonly Obstacle[];
  readonly overrides?: readonly Override[];
}) {
  const { gates, obstacles = [], overrides = [] } = props;
  const observed = gates.filter(gate => !isShown(gate));
  const overrideOf = (gate: GateResult) =>
    overrides.find(
      ({ target }) => target.kind === 'gate' && target.gateId === gate.gateId,
    );
  if (gates.length === 0) {
    return (
      <p className={`${text.small} ${text.secondary}`}>
        This path has no gates.
      </p>
    );
  }
  const list = `${text.list} ${text.surface} ${styles.list}`;
  return (
    <>
      <ul className={list} aria-label="Gates">
        {gates.filter(isShown).map(gate => (
          <GateRow
            key={gate.gateId}
            gate={gate}
            blocks={obstacles.some(({ key }) => key === `gate:${gate.gateId}`)}
            override={overrideOf(gate)}
          />
        ))}
      </ul>
      {observed.length > 0 && (
        <details
          className={`${text.small} ${text.secondary} ${styles.observed}`}
        >
          <summary>{observed.length} observed only, blocking nothing</summary>
          <ul className={list} aria-label="Observed gates">
            {observed.map(gate => (
              <GateRow key={gate.gateId} gate={gate} blocks={false} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** Observed gates belong to the details. */
export function isShown({ mode }: GateResult): boolean {
  return mode !== 'observe';
}
