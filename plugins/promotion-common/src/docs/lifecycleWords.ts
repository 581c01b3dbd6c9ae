// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EventType } from '../lifecycle/events';
import type { PromotionState } from '../lifecycle/states';

/** What each state means, and what ends its wait, for the documentation. */
export const stateWords = {
  'awaiting-gates': {
    meaning:
      'An enforced gate does not pass, the release is barred, or it has to be judged anew.',
    deadline:
      '`approvals.timeout` from the request or `notBefore`, then `expired`',
  },
  'awaiting-approval': {
    meaning: 'Gates let it through; people must agree.',
    deadline: 'the same',
  },
  queued: {
    meaning:
      'Only time or a turn is missing: a window, a hold, a slot, a place among those that execute.',
    deadline: 'the same',
  },
  executing: {
    meaning:
      'The commit is prepared, published, and the new image awaited live and healthy.',
    deadline: '`deploymentTimeout`, counted anew from the commit on the branch',
  },
  'awaiting-merge': {
    meaning: 'The pull request is open.',
    deadline: '`approvals.timeout`, then `expired`',
  },
  validating: {
    meaning: 'The release is live; the validations decide whether it stays.',
    deadline: "the sum of the validations' `timeout`",
  },
  'awaiting-decision': {
    meaning: 'A person must choose: go back, or leave it.',
    deadline: '`rollback.decisionTimeout`, then `failed`',
  },
  'rolling-back': {
    meaning: 'What was there before is written back and awaited live.',
    deadline:
      '`deploymentTimeout`, counted anew from the commit, then `rollback-failed`',
  },
  succeeded: { meaning: 'Live, healthy, validated.', deadline: '–' },
  'rolled-back': {
    meaning:
      'What was there before is live again; the release is barred there.',
    deadline: '–',
  },
  'rollback-failed': {
    meaning:
      'Going back did not work; everything into the environment is held.',
    deadline: '–',
  },
  failed: { meaning: 'The answer was no.', deadline: '–' },
  errored: {
    meaning: 'No answer could be had; the target was left as it is.',
    deadline: '–',
  },
  rejected: { meaning: 'A person who may vote said no.', deadline: '–' },
  cancelled: {
    meaning: 'A person stopped it before anything was published.',
    deadline: '–',
  },
  superseded: {
    meaning: 'The request of a newer release took its place.',
    deadline: '–',
  },
  expired: { meaning: 'It waited too long.', deadline: '–' },
} satisfies Record<PromotionState, { meaning: string; deadline: string }>;

/** What each event says, for the documentation. */
export const eventWords = {
  requested:
    'It was asked for: the first record, from which the first state follows.',
  evaluated: 'Gates, quorum, windows, holds and slots were judged.',
  approved: 'A person agreed. Whether it counts is for the next judgement.',
  rejected: 'A person who may vote said no.',
  'approval-withdrawn': 'A person took their decision back.',
  overridden: 'An authorised person let one obstacle go.',
  joined: 'Somebody else requested the same and joined the requesters.',
  'plan-changed':
    'Computed again, the plan has another content hash. Approvals are dismissed.',
  'plan-failed': 'The plan can no longer be made.',
  'cancel-requested':
    'A person asked to stop. While executing, what was published by then decides.',
  superseded: 'A newer release was requested.',
  prepared: 'The commit exists and is recorded; the branch has not moved.',
  'nothing-to-change': 'The branch holds it already.',
  'change-conflicts':
    'The fields hold something else than the plan (or, going back, we) left there.',
  'change-refused':
    'The repository refuses the change for good, and nothing of it is on the branch.',
  published: 'The commit is on the branch.',
  'publish-raced': 'The branch moved first.',
  'pull-request-opened': 'The change waits in a pull request.',
  merged: 'Somebody merged it.',
  'pull-request-closed': 'Somebody closed it without merging.',
  observed:
    'Looking at the deployment said: waiting, suspended, live, failed, or overtaken by another image.',
  validated: 'Validations answered.',
  'attempt-failed': 'The machine met an error.',
  'source-unreachable': 'A source gives no answer; deadlines stand still.',
  'source-answered': 'It answers again.',
  'rollback-requested': 'A person asked to go back.',
  decided: 'A person chose: go back, or leave it.',
  'deadline-passed': 'The wait is over. Ignored while it is not due.',
} satisfies Record<EventType, string>;
