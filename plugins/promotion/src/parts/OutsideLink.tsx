// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ReactNode } from 'react';
import { RiExternalLinkLine } from '@remixicon/react';
import { Unseen } from './Unseen';
import styles from './text.module.css';

/** A link that leaves Backstage, in a tab of its own, and says so. */
export function OutsideLink(props: {
  readonly href: string;
  readonly children: ReactNode;
}) {
  return (
    <a
      className={`${styles.inline} ${styles.link}`}
      href={props.href}
      target="_blank"
      rel="noopener noreferrer"
    >
      {props.children}
      <RiExternalLinkLine size={12} aria-hidden />
      <Unseen>, opens in a new tab</Unseen>
    </a>
  );
}
