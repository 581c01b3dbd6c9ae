// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { formatMoment } from '../../model/formatMoment';
import { isBefore } from '../../model/moment';
import { waitKind } from './WaitKind';

/** The request named a time before which it must not start. */
export const notBefore = waitKind({
  kind: 'not-before',
  title: 'Scheduled start',
  liftedBy: 'time',
  stopsRollback: true,
  of: ({ notBefore: at, now }) =>
    at !== undefined && isBefore(now, at) ? [at] : [],
  until: at => at,
  message: at => `It was asked for not before ${formatMoment(at)}.`,
});
