// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  RiCheckLine,
  RiGhostLine,
  RiHeartPulseFill,
  RiHeartPulseLine,
  RiLoopLeftLine,
  RiPauseCircleLine,
  RiQuestionLine,
  RiRefreshLine,
  RiErrorWarningFill,
} from '@remixicon/react';
import type {
  HealthStatus,
  SyncStatus,
} from 'backstage-plugin-promotion-common';
import type { StatusStyle } from './StatusStyle';

/** Word, icon and tone of how desired and actual state agree. */
export const syncStatusStyles = {
  synced: { label: 'Synced', tone: 'positive', Icon: RiCheckLine },
  'out-of-sync': {
    label: 'Out of sync',
    tone: 'warning',
    Icon: RiLoopLeftLine,
  },
  unknown: { label: 'Sync unknown', tone: 'neutral', Icon: RiQuestionLine },
} as const satisfies Record<SyncStatus, StatusStyle>;

/** Word, icon and tone of the health of what runs. */
export const healthStatusStyles = {
  healthy: { label: 'Healthy', tone: 'positive', Icon: RiHeartPulseFill },
  progressing: { label: 'Progressing', tone: 'info', Icon: RiRefreshLine },
  suspended: { label: 'Suspended', tone: 'warning', Icon: RiPauseCircleLine },
  missing: { label: 'Missing', tone: 'warning', Icon: RiGhostLine },
  degraded: { label: 'Degraded', tone: 'negative', Icon: RiErrorWarningFill },
  unknown: { label: 'Health unknown', tone: 'neutral', Icon: RiHeartPulseLine },
} as const satisfies Record<HealthStatus, StatusStyle>;
