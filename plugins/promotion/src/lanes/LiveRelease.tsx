// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { RiArrowRightLine } from '@remixicon/react';
import type { EnvironmentState } from 'backstage-plugin-promotion-common';
import { Age } from '../parts/Age';
import { Digest } from '../parts/Digest';
import text from '../parts/text.module.css';
import tones from '../status/tones.module.css';
import styles from './card.module.css';

const behind = `${tones.warning} ${tones.ink} ${text.small}`;

/** What runs in an environment, big, with its digest and since when; beside it what ought to run where that differs. */
export function LiveRelease(props: { readonly state: EnvironmentState }) {
  const { live, desired, since } = props.state;
  const shown = live ?? desired;
  if (!shown) {
    return <p className={text.secondary}>Nothing runs here</p>;
  }
  const digest = shown.images[0]?.digest;
  return (
    <div>
      <p className={styles.version}>{shown.version}</p>
      <div className={`${text.small} ${text.secondary} ${styles.identity}`}>
        {digest ? (
          <Digest digest={digest} />
        ) : (
          <span>not pinned to a digest</span>
        )}
        {since && (
          <span>
            live for <Age at={since} as="span" />
          </span>
        )}
      </div>
      {!live && <p className={behind}>desired, not live yet</p>}
      {live && desired && desired.releaseId !== live.releaseId && (
        <p className={behind}>
          <RiArrowRightLine size={14} aria-hidden />{' '}
          <strong>{desired.version}</strong> is desired, not live yet
        </p>
      )}
    </div>
  );
}
