// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { StatusStyle } from '../status/statusStyles';
import tones from '../status/tones.module.css';
import styles from './StatusLabel.module.css';

/** A status as icon and word. `pill` puts it on a tinted ground; `title` completes the word for those who hover. */
export function StatusLabel(props: {
  readonly style: StatusStyle;
  readonly pill?: boolean;
  readonly title?: string;
}) {
  const { label, tone, Icon } = props.style;
  return (
    <span
      className={`${styles.label} ${tones[tone]} ${tones.ink} ${
        props.pill ? styles.pill : ''
      }`}
      title={props.title}
    >
      <Icon size={14} aria-hidden />
      {label}
    </span>
  );
}
