// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ReactNode } from 'react';
import { RiExternalLinkLine } from '@remixicon/react';
import { VisuallyHidden } from '@backstage/ui';
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
      <VisuallyHidden>, opens in a new tab</VisuallyHidden>
    </a>
  );
}
