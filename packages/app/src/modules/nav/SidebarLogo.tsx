// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { RiSkipUpLine } from '@remixicon/react';
import classes from './SidebarLogo.module.css';

/** The mark of this app; with its name when the sidebar is open. Leads home. */
export function SidebarLogo() {
  const { isOpen } = useSidebarOpenState();
  return (
    <div
      className={classes.root}
      style={{ height: 2 * sidebarConfig.logoHeight }}
    >
      <Link to="/" underline="none" aria-label="Home">
        <span className={classes.mark}>
          <RiSkipUpLine size={28} aria-hidden />
          {isOpen && <span className={classes.name}>Promotion</span>}
        </span>
      </Link>
    </div>
  );
}
