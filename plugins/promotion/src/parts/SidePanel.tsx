// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ReactNode } from 'react';
import { Dialog, DialogBody, DialogFooter, DialogHeader } from '@backstage/ui';
import styles from './SidePanel.module.css';

/** A panel over the right side of the page: for looking closely without losing the place. Escape closes it. */
export function SidePanel(props: {
  readonly title: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
}) {
  return (
    <Dialog
      className={styles.panel}
      isOpen
      onOpenChange={open => {
        if (!open) props.onClose();
      }}
    >
      <DialogHeader className={styles.header}>{props.title}</DialogHeader>
      <DialogBody className={styles.body}>{props.children}</DialogBody>
      {props.footer && (
        <DialogFooter className={styles.footer}>{props.footer}</DialogFooter>
      )}
    </Dialog>
  );
}
