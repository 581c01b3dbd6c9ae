// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { RiTeamLine } from '@remixicon/react';
import { roleTitle } from 'backstage-plugin-promotion-common/words';
import { isEntityRef } from '../format/identifiers';
import { Person } from './Person';
import text from './text.module.css';
import styles from './HelperChips.module.css';

/** Who can help, as chips: people and groups linked to their page, roles by their title. Nobody: nothing is shown. */
export function HelperChips(props: {
  readonly helpers: readonly string[];
  readonly roleTitles: Readonly<Record<string, string>>;
}) {
  if (props.helpers.length === 0) return null;
  return (
    <div className={`${text.row} ${text.small}`}>
      <span className={text.secondary}>Can help:</span>
      <ul className={`${text.row} ${text.list}`}>
        {props.helpers.map(helper => (
          <li key={helper} className={`${text.surface} ${styles.chip}`}>
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
