// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  RiArrowGoBackLine,
  RiCheckboxCircleFill,
  RiCheckLine,
  RiCloseCircleFill,
  RiErrorWarningFill,
  RiForbidLine,
  RiGhostLine,
  RiGitBranchLine,
  RiGitPullRequestLine,
  RiHeartPulseFill,
  RiHeartPulseLine,
  RiHistoryLine,
  RiHourglassLine,
  RiLoader4Line,
  RiLoopLeftLine,
  RiPauseCircleLine,
  RiQuestionLine,
  RiRefreshLine,
  RiRocketLine,
  RiShieldCheckLine,
  RiSkipForwardLine,
  RiStethoscopeLine,
  RiTeamLine,
  RiTimeLine,
  type RemixiconComponentType,
} from '@remixicon/react';
import type {
  Explanation,
  GateStatus,
  HealthStatus,
  PathView,
  PromotionState,
  SyncStatus,
  ValidationResult,
} from 'backstage-plugin-promotion-common';

/** How something weighs for the reader. Colours follow it; a word and an icon always stand beside the colour. */
export type Tone = 'positive' | 'negative' | 'warning' | 'info' | 'neutral';

/** How a status is shown: a word, an icon and a tone, always together. */
export interface StatusStyle {
  readonly label: string;
  readonly tone: Tone;
  readonly Icon: RemixiconComponentType;
}

/** The colour of what the backend says, by how it is meant. */
export const toneOf = {
  passes: 'positive',
  blocks: 'negative',
  waits: 'info',
  warns: 'warning',
  informs: 'neutral',
} as const satisfies Record<Explanation['tone'], Tone>;

const as =
  (tone: Tone) =>
  (label: string, Icon: RemixiconComponentType): StatusStyle => ({
    label,
    tone,
    Icon,
  });
const good = as('positive');
const bad = as('negative');
const warn = as('warning');
const info = as('info');
const calm = as('neutral');

/** Word, icon and tone of each verdict. */
export const gateStatusStyles: Record<GateStatus, StatusStyle> = {
  passed: good('Passed', RiCheckboxCircleFill),
  failed: bad('Failed', RiCloseCircleFill),
  pending: info('Pending', RiTimeLine),
  'no-data': warn('No data', RiQuestionLine),
  stale: warn('Stale', RiHistoryLine),
  mismatched: warn('Mismatched', RiGitBranchLine),
  errored: bad('Errored', RiErrorWarningFill),
};

/** Word, icon and tone of each check after deployment. */
export const validationStyles: Record<ValidationResult['status'], StatusStyle> =
  {
    running: info('Running', RiLoader4Line),
    passed: good('Passed', RiCheckboxCircleFill),
    failed: bad('Failed', RiCloseCircleFill),
    errored: bad('Errored', RiErrorWarningFill),
  };

/** Word, icon and tone of how desired and actual state agree. */
export const syncStatusStyles: Record<SyncStatus, StatusStyle> = {
  synced: good('Synced', RiCheckLine),
  'out-of-sync': warn('Out of sync', RiLoopLeftLine),
  unknown: calm('Sync unknown', RiQuestionLine),
};

/** Word, icon and tone of the health of what runs. */
export const healthStatusStyles: Record<HealthStatus, StatusStyle> = {
  healthy: good('Healthy', RiHeartPulseFill),
  progressing: info('Progressing', RiRefreshLine),
  suspended: warn('Suspended', RiPauseCircleLine),
  missing: warn('Missing', RiGhostLine),
  degraded: bad('Degraded', RiErrorWarningFill),
  unknown: calm('Health unknown', RiHeartPulseLine),
};

/** Word, icon and tone of how things stand on a path. */
export const pathStatusStyles: Record<PathView['status'], StatusStyle> = {
  ready: good('Ready', RiRocketLine),
  'needs-approval': good('Ready, needs approval', RiTeamLine),
  blocked: bad('Blocked', RiCloseCircleFill),
  waiting: warn('Waiting', RiTimeLine),
  'in-progress': info('In progress', RiLoader4Line),
  'nothing-to-move': calm('Up to date', RiCheckLine),
  unknown: warn('Unknown', RiQuestionLine),
};

/** Word, icon and tone of each state of a promotion. */
export const promotionStateStyles: Record<PromotionState, StatusStyle> = {
  'awaiting-gates': warn('Awaiting gates', RiShieldCheckLine),
  'awaiting-approval': info('Awaiting approval', RiTeamLine),
  queued: info('Queued', RiHourglassLine),
  executing: info('Executing', RiLoader4Line),
  'awaiting-merge': info('Awaiting merge', RiGitPullRequestLine),
  validating: info('Validating', RiStethoscopeLine),
  'awaiting-decision': warn('Awaiting decision', RiQuestionLine),
  'rolling-back': warn('Rolling back', RiArrowGoBackLine),
  succeeded: good('Succeeded', RiCheckboxCircleFill),
  'rolled-back': warn('Rolled back', RiArrowGoBackLine),
  'rollback-failed': bad('Rollback failed', RiErrorWarningFill),
  failed: bad('Failed', RiCloseCircleFill),
  errored: bad('Errored', RiErrorWarningFill),
  rejected: bad('Rejected', RiForbidLine),
  cancelled: calm('Cancelled', RiForbidLine),
  superseded: calm('Superseded', RiSkipForwardLine),
  expired: calm('Expired', RiHourglassLine),
};
