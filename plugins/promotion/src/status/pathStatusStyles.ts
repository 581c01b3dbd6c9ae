// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  RiCheckLine,
  RiCloseCircleFill,
  RiLoader4Line,
  RiQuestionLine,
  RiRocketLine,
  RiTeamLine,
  RiTimeLine,
} from '@remixicon/react';
import type { PathView } from 'backstage-plugin-promotion-common';
import type { StatusStyle } from './StatusStyle';

/** Word, icon and tone of how things stand on a path. */
export const pathStatusStyles = {
  ready: { label: 'Ready', tone: 'positive', Icon: RiRocketLine },
  'needs-approval': {
    label: 'Ready, needs approval',
    tone: 'positive',
    Icon: RiTeamLine,
  },
  blocked: { label: 'Blocked', tone: 'negative', Icon: RiCloseCircleFill },
  waiting: { label: 'Waiting', tone: 'warning', Icon: RiTimeLine },
  'in-progress': { label: 'In progress', tone: 'info', Icon: RiLoader4Line },
  'nothing-to-move': {
    label: 'Up to date',
    tone: 'neutral',
    Icon: RiCheckLine,
  },
  unknown: { label: 'Unknown', tone: 'warning', Icon: RiQuestionLine },
} as const satisfies Record<PathView['status'], StatusStyle>;
