// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ReactNode } from 'react';
import text from './text.module.css';
import styles from './EmptyState.module.css';

/** The whole tab when there is nothing to show: what is the matter and what to do. */
export function EmptyState(props: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly action?: ReactNode;
  /** Announce it: something went wrong. */
  readonly alert?: boolean;
}) {
  return (
    <div className={styles.empty} role={props.alert ? 'alert' : undefined}>
      <span className={text.secondary}>{props.icon}</span>
      <h2 className={styles.title}>{props.title}</h2>
      <p className={`${styles.text} ${text.secondary}`}>{props.text}</p>
      {props.action}
    </div>
  );
}
