// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { GateResult } from 'backstage-plugin-promotion-common';
import { Age } from '../parts/Age';
import { Unseen } from '../parts/Unseen';
import { gateStatusStyles } from '../status/statusStyles';
import { isShown } from './GateList';
import { limitText } from './limitText';
import text from '../parts/text.module.css';
import tones from '../status/tones.module.css';
import styles from './gates.module.css';

/** Every gate in a few words: verdict, source and age, and each figure beside its limit. */
export function CompactGateList(props: {
  readonly gates: readonly GateResult[];
  readonly label: string;
}) {
  return (
    <ul className={`${text.list} ${text.stack}`} aria-label={props.label}>
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
    <li className={`${text.small} ${tones[tone]} ${styles.gate}`}>
      <Icon size={14} aria-hidden className={tones.ink} />
      <div className={styles.facts}>
        <span className={styles.head}>
          <strong>
            {gate.title}
            <Unseen>: {label}</Unseen>
          </strong>
          <span className={text.secondary}>
            {gate.source}
            {gate.source && gate.observedAt && ' · '}
            {gate.observedAt && <Age at={gate.observedAt} />}
          </span>
        </span>
        {gate.measures.map(measure => (
          <span
            key={measure.label}
            className={tones[gateStatusStyles[measure.status].tone]}
          >
            <span className={text.secondary}>{measure.label}</span>{' '}
            <strong className={tones.ink}>
              {measure.value ??
                gateStatusStyles[measure.status].label.toLowerCase()}
            </strong>{' '}
            <span className={text.secondary}>{limitText(measure)}</span>
          </span>
        ))}
        {gate.measures.length === 0 && gate.status !== 'passed' && (
          <span className={tones.ink}>{gate.reason.message}</span>
        )}
      </div>
    </li>
  );
}
