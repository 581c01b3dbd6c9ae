// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { RiArrowRightLine } from '@remixicon/react';
import type {
  EnvironmentState,
  Release,
} from 'backstage-plugin-promotion-common';
import { Age } from '../parts/Age';
import { Digest } from '../parts/Digest';
import styles from './EnvironmentCard.module.css';

/** What runs in an environment, big, with its digest and since when; beside it what ought to run where that differs. */
export function LiveRelease(props: { readonly state: EnvironmentState }) {
  const { live, desired, since } = props.state;
  const shown = live ?? desired;
  if (!shown) {
    return <p className={styles.nothing}>Nothing runs here</p>;
  }
  return (
    <div className={styles.release}>
      <p className={styles.version}>{shown.version}</p>
      <div className={styles.identity}>
        <ImageIdentity release={shown} />
        {since && (
          <span>
            live for <Age at={since} as="span" />
          </span>
        )}
      </div>
      {!live && <p className={styles.desired}>desired, not live yet</p>}
      {live && desired && desired.releaseId !== live.releaseId && (
        <p className={styles.desired}>
          <RiArrowRightLine size={14} aria-hidden />
          <span>
            <strong>{desired.version}</strong> is desired, not live yet
          </span>
        </p>
      )}
    </div>
  );
}

function ImageIdentity(props: { readonly release: Release }) {
  const [image] = props.release.images;
  if (!image?.digest) return <span>not pinned to a digest</span>;
  return <Digest digest={image.digest} />;
}
