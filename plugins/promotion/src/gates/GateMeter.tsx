// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { GateResult } from 'backstage-plugin-promotion-common';
import { isShown } from './GateList';
import { gateStatusStyles } from '../status/statusStyles';
import tones from '../status/tones.module.css';
import styles from './gates.module.css';

/** One dot a gate, passed ones first. A decoration: the words beside it say the same. */
export function GateMeter(props: { readonly gates: readonly GateResult[] }) {
  const gates = props.gates.filter(isShown).reverse();
  return (
    <span aria-hidden>
      {gates.map(gate => (
        <span
          key={gate.gateId}
          className={`${styles.dot} ${
            tones[gateStatusStyles[gate.status].tone]
          }`}
        />
      ))}
    </span>
  );
}
