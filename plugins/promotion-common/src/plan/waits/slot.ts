// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { entityName } from '../../model/titles';
import type { PromotionAhead } from '../ReadinessFacts';
import { waitKind } from './WaitKind';

/** Another promotion has what this one needs for itself: the environment, a file, an application. It is named. */
export const slot = waitKind<PromotionAhead>({
  kind: 'slot',
  title: 'Queued behind another promotion',
  liftedBy: 'turn',
  stopsRollback: true,
  of: ({ ahead }) => ahead,
  until: () => undefined,
  message: ({ componentRef, version, to, shares }) => {
    const other = `${entityName(componentRef)} ${version}`;
    switch (shares) {
      case 'environment':
        return `${other} is on its way to ${to}.`;
      case 'file':
        return `It is queued behind ${other} to ${to}, which writes the same file.`;
      case 'application':
        return `It is queued behind ${other} to ${to}, which is deployed by the same application.`;
      default:
        return shares satisfies never;
    }
  },
});
