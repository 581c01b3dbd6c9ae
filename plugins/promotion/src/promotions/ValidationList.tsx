// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ValidationResult } from 'backstage-plugin-promotion-common';
import { Age } from '../parts/Age';
import { ListSection } from '../parts/ListSection';
import { StatusLabel } from '../parts/StatusLabel';
import { validationStyles } from '../status/statusStyles';
import text from '../parts/text.module.css';
import styles from './lists.module.css';

/** The checks after deployment. None yet: nothing is shown. */
export function ValidationList(props: {
  readonly validations: readonly ValidationResult[];
}) {
  return (
    <ListSection
      title="After deployment"
      label="Validation after deployment"
      things={props.validations}
    >
      {validation => (
        <li key={validation.name} className={styles.item}>
          <StatusLabel style={validationStyles[validation.status]} />
          <span className={styles.grow}>
            <strong>{validation.name}</strong> {validation.message}
          </span>
          <span className={text.secondary}>
            <Age at={validation.checkedAt} />
          </span>
        </li>
      )}
    </ListSection>
  );
}
