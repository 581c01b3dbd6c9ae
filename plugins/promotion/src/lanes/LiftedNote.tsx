// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { RiForbid2Line } from '@remixicon/react';
import type { BarredRelease } from 'backstage-plugin-promotion-common';
import { Person } from '../parts/Person';
import styles from './EnvironmentCard.module.css';

/** A bar that a person lifted, and why they did. */
export function LiftedNote({ bar }: { readonly bar: BarredRelease }) {
  return (
    <div className={styles.note}>
      <RiForbid2Line size={14} aria-hidden />
      <div className={styles.noteBody}>
        <span>
          The bar on {bar.version} was lifted
          {bar.liftedBy && (
            <>
              {' by '}
              <Person entityRef={bar.liftedBy} />
            </>
          )}
          {bar.liftReason && `: ${bar.liftReason}`}
        </span>
      </div>
    </div>
  );
}
