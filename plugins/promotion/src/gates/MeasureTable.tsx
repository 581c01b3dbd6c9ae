// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Measure } from 'backstage-plugin-promotion-common';
import { Unseen } from '../parts/Unseen';
import { gateStatusStyles } from '../status/gateStatusStyles';
import { limitText } from './limitText';
import styles from './GateList.module.css';

/** The figures behind a verdict, each beside its limit. */
export function MeasureTable(props: { readonly measures: readonly Measure[] }) {
  if (props.measures.length === 0) return null;
  return (
    <ul className={styles.measures}>
      {props.measures.map(measure => {
        const { Icon, label, tone } = gateStatusStyles[measure.status];
        return (
          <li key={measure.label} className={styles.measure}>
            <Icon
              size={12}
              aria-hidden
              className={tone === 'positive' ? styles.holds : styles.breaks}
            />
            <span className={styles.measureLabel}>{measure.label}</span>
            <strong className={styles.value}>
              {measure.value ?? 'not measured'}
            </strong>
            <span className={styles.limit}>{limitText(measure)}</span>
            <Unseen>{label}</Unseen>
          </li>
        );
      })}
    </ul>
  );
}
