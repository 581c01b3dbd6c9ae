// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { GateResult } from 'backstage-plugin-promotion-common';
import { Age } from '../parts/Age';
import { Unseen } from '../parts/Unseen';
import { gateStatusStyles } from '../status/gateStatusStyles';
import { isShown } from './GateList';
import { limitText } from './limitText';
import styles from './CompactGateList.module.css';

/** Every gate in a few words: verdict, source and age, and each figure beside its limit. */
export function CompactGateList(props: {
  readonly gates: readonly GateResult[];
  readonly label: string;
}) {
  return (
    <ul className={styles.list} aria-label={props.label}>
      {props.gates.filter(isShown).map(gate => (
        <CompactGate key={gate.gateId} gate={gate} />
      ))}
    </ul>
  );
}

function CompactGate(props: { readonly gate: GateResult }) {
  const { gate } = props;
  const { Icon, label, tone } = gateStatusStyles[gate.status];
  return (
    <li className={styles.gate}>
      <Icon size={14} aria-hidden className={styles[tone]} />
      <div className={styles.body}>
        <span className={styles.head}>
          <strong>
            {gate.title}
            <Unseen>: {label}</Unseen>
          </strong>
          <span className={styles.quiet}>
            {gate.source}
            {gate.source && gate.observedAt && ' · '}
            {gate.observedAt && <Age at={gate.observedAt} />}
          </span>
        </span>
        {gate.measures.map(measure => (
          <span key={measure.label} className={styles.figure}>
            <span className={styles.quiet}>{measure.label}</span>{' '}
            <strong className={styles[gateStatusStyles[measure.status].tone]}>
              {measure.value ??
                gateStatusStyles[measure.status].label.toLowerCase()}
            </strong>{' '}
            <span className={styles.quiet}>{limitText(measure)}</span>
          </span>
        ))}
        {gate.measures.length === 0 && gate.status !== 'passed' && (
          <span className={styles[tone]}>{gate.reason.message}</span>
        )}
      </div>
    </li>
  );
}
