// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { RiTeamLine } from '@remixicon/react';
import { isEntityRef, roleTitle } from '../format/identifiers';
import { Person } from './Person';
import styles from './HelperChips.module.css';

/** Who can help, as chips: people and groups linked to their page, roles by their title. Nobody: nothing is shown. */
export function HelperChips(props: {
  readonly helpers: readonly string[];
  readonly roleTitles: Readonly<Record<string, string>>;
  readonly label?: string;
}) {
  if (props.helpers.length === 0) return null;
  return (
    <div className={styles.chips}>
      <span className={styles.label}>{props.label ?? 'Can help:'}</span>
      <ul className={styles.list}>
        {props.helpers.map(helper => (
          <li key={helper} className={styles.chip}>
            {isEntityRef(helper) ? (
              <Person entityRef={helper} />
            ) : (
              <>
                <RiTeamLine size={13} aria-hidden />
                {roleTitle(helper, props.roleTitles)}
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
