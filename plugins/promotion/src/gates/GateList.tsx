// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { GateResult, Override } from 'backstage-plugin-promotion-common';
import { GateRow } from './GateRow';
import styles from './GateList.module.css';

/** Every gate of a path, what blocks on top; observed ones folded away below. */
export function GateList(props: {
  readonly gates: readonly GateResult[];
  readonly overrides?: readonly Override[];
}) {
  const { gates, overrides = [] } = props;
  const observed = gates.filter(gate => !isShown(gate));
  const overrideOf = (gate: GateResult) =>
    overrides.find(
      ({ target }) => target.kind === 'gate' && target.gateId === gate.gateId,
    );
  if (gates.length === 0) {
    return <p className={styles.none}>This path has no gates.</p>;
  }
  return (
    <>
      <ul className={styles.list} aria-label="Gates">
        {gates.filter(isShown).map(gate => (
          <GateRow key={gate.gateId} gate={gate} override={overrideOf(gate)} />
        ))}
      </ul>
      {observed.length > 0 && (
        <details className={styles.observed}>
          <summary>{observed.length} observed only, blocking nothing</summary>
          <ul className={styles.list} aria-label="Observed gates">
            {observed.map(gate => (
              <GateRow key={gate.gateId} gate={gate} />
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
