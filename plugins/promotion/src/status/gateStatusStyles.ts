// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiErrorWarningFill,
  RiGitBranchLine,
  RiHistoryLine,
  RiQuestionLine,
  RiTimeLine,
} from '@remixicon/react';
import type { GateStatus } from 'backstage-plugin-promotion-common';
import type { StatusStyle } from './StatusStyle';

/** Word, icon and tone of each verdict. */
export const gateStatusStyles = {
  passed: { label: 'Passed', tone: 'positive', Icon: RiCheckboxCircleFill },
  failed: { label: 'Failed', tone: 'negative', Icon: RiCloseCircleFill },
  pending: { label: 'Pending', tone: 'info', Icon: RiTimeLine },
  'no-data': { label: 'No data', tone: 'warning', Icon: RiQuestionLine },
  stale: { label: 'Stale', tone: 'warning', Icon: RiHistoryLine },
  mismatched: { label: 'Mismatched', tone: 'warning', Icon: RiGitBranchLine },
  errored: { label: 'Errored', tone: 'negative', Icon: RiErrorWarningFill },
} as const satisfies Record<GateStatus, StatusStyle>;
