// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ReactNode } from 'react';
import styles from './text.module.css';

/** Words for screen readers only. A span, so that it may stand inside paragraphs and buttons. */
export function Unseen(props: { readonly children: ReactNode }) {
  return <span className={styles.unseen}>{props.children}</span>;
}
