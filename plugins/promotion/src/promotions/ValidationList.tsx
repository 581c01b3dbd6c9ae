// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiErrorWarningFill,
  RiLoader4Line,
} from '@remixicon/react';
import type { ValidationResult } from 'backstage-plugin-promotion-common';
import { Age } from '../parts/Age';
import { StatusLabel } from '../parts/StatusLabel';
import type { StatusStyle } from '../status/StatusStyle';
import text from '../parts/text.module.css';
import styles from './lists.module.css';

const validationStyles = {
  running: { label: 'Running', tone: 'info', Icon: RiLoader4Line },
  passed: { label: 'Passed', tone: 'positive', Icon: RiCheckboxCircleFill },
  failed: { label: 'Failed', tone: 'negative', Icon: RiCloseCircleFill },
  errored: { label: 'Errored', tone: 'negative', Icon: RiErrorWarningFill },
} as const satisfies Record<ValidationResult['status'], StatusStyle>;

/** The checks after deployment. None yet: nothing is shown. */
export function ValidationList(props: {
  readonly validations: readonly ValidationResult[];
}) {
  if (props.validations.length === 0) return null;
  return (
    <section className={text.stack} aria-label="Validation after deployment">
      <h3 className={text.sectionTitle}>After deployment</h3>
      <ul className={styles.list}>
        {props.validations.map(validation => (
          <li key={validation.name} className={styles.item}>
            <StatusLabel style={validationStyles[validation.status]} />
            <span className={styles.grow}>
              <strong>{validation.name}</strong> {validation.message}
            </span>
            <span className={text.secondary}>
              <Age at={validation.checkedAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
