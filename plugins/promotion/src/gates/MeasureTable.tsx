// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Measure } from 'backstage-plugin-promotion-common';
import { Unseen } from '../parts/Unseen';
import { gateStatusStyles } from '../status/statusStyles';
import { limitText } from './limitText';
import text from '../parts/text.module.css';
import tones from '../status/tones.module.css';
import styles from './gates.module.css';

/** The figures behind a verdict, each beside its limit. */
export function MeasureTable(props: { readonly measures: readonly Measure[] }) {
  if (props.measures.length === 0) return null;
  return (
    <ul className={`${text.list} ${text.small}`}>
      {props.measures.map(measure => {
        const { Icon, label, tone } = gateStatusStyles[measure.status];
        return (
          <li
            key={measure.label}
            className={`${styles.measure} ${tones[tone]}`}
          >
            <Icon size={12} aria-hidden className={tones.ink} />
            <span className={text.secondary}>{measure.label}</span>
            <strong>{measure.value ?? 'not measured'}</strong>
            <span className={text.secondary}>{limitText(measure)}</span>
            <Unseen>{label}</Unseen>
          </li>
        );
      })}
    </ul>
  );
}
