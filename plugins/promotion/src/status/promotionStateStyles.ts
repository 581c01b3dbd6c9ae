// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  RiArrowGoBackLine,
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiErrorWarningFill,
  RiForbidLine,
  RiGitPullRequestLine,
  RiHourglassLine,
  RiLoader4Line,
  RiQuestionLine,
  RiShieldCheckLine,
  RiSkipForwardLine,
  RiStethoscopeLine,
  RiTeamLine,
} from '@remixicon/react';
import type { PromotionState } from 'backstage-plugin-promotion-common';
import type { StatusStyle } from './StatusStyle';

/** Word, icon and tone of each state of a promotion. */
export const promotionStateStyles = {
  'awaiting-gates': {
    label: 'Awaiting gates',
    tone: 'warning',
    Icon: RiShieldCheckLine,
  },
  'awaiting-approval': {
    label: 'Awaiting approval',
    tone: 'info',
    Icon: RiTeamLine,
  },
  queued: { label: 'Queued', tone: 'info', Icon: RiHourglassLine },
  executing: { label: 'Executing', tone: 'info', Icon: RiLoader4Line },
  'awaiting-merge': {
    label: 'Awaiting merge',
    tone: 'info',
    Icon: RiGitPullRequestLine,
  },
  validating: { label: 'Validating', tone: 'info', Icon: RiStethoscopeLine },
  'awaiting-decision': {
    label: 'Awaiting decision',
    tone: 'warning',
    Icon: RiQuestionLine,
  },
  'rolling-back': {
    label: 'Rolling back',
    tone: 'warning',
    Icon: RiArrowGoBackLine,
  },
  succeeded: {
    label: 'Succeeded',
    tone: 'positive',
    Icon: RiCheckboxCircleFill,
  },
  'rolled-back': {
    label: 'Rolled back',
    tone: 'warning',
    Icon: RiArrowGoBackLine,
  },
  'rollback-failed': {
    label: 'Rollback failed',
    tone: 'negative',
    Icon: RiErrorWarningFill,
  },
  failed: { label: 'Failed', tone: 'negative', Icon: RiCloseCircleFill },
  errored: { label: 'Errored', tone: 'negative', Icon: RiErrorWarningFill },
  rejected: { label: 'Rejected', tone: 'negative', Icon: RiForbidLine },
  cancelled: { label: 'Cancelled', tone: 'neutral', Icon: RiForbidLine },
  superseded: {
    label: 'Superseded',
    tone: 'neutral',
    Icon: RiSkipForwardLine,
  },
  expired: { label: 'Expired', tone: 'neutral', Icon: RiHourglassLine },
} as const satisfies Record<PromotionState, StatusStyle>;
