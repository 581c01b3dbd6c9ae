// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { shortDigest } from '../format/identifiers';
import { CopyButton } from './CopyButton';
import styles from './text.module.css';

/** A digest or content hash, short to look at and whole to copy. */
export function Digest(props: {
  readonly digest: string;
  readonly what?: string;
}) {
  const what = props.what ?? 'digest';
  return (
    <span className={styles.inline}>
      <code className={styles.code} title={props.digest}>
        {shortDigest(props.digest)}
      </code>
      <CopyButton text={props.digest} what={what} />
    </span>
  );
}
