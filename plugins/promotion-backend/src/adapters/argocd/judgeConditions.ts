// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { runsImage } from 'backstage-plugin-promotion-common/model';
import {
  epochMs,
  isOwnOperation,
  type ApplicationReading,
} from './ApplicationReading';
import { judgeHealth } from './judgeHealth';
import { judgeLiveImages } from './judgeLiveImages';
import { waiting, type ConditionsRequest, type Verdict } from './Verdict';

/** Argo CD takes a repository for broken after this long; before that an error may go by itself. */
const CONDITION_GRACE_MS = 180_000;

/** Errors that say the repository server gave no answer, which is never a no. */
const TRANSIENT =
  /unavailable|connection refused|timed? ?out|deadline exceeded|dial tcp|EOF|no such host|failed to list refs|reset by peer/i;

type Check = (
  reading: ApplicationReading,
  request: ConditionsRequest,
) => Verdict | undefined;

const short = (commit: string) => commit.slice(0, 7);

/** Condition 2: it has compared with the repository after our push. Whole seconds, so the same second does not count. */
const wasRefreshed: Check = ({ application }, { publishedAt }) =>
  epochMs(application.status?.reconciledAt) > Date.parse(publishedAt)
    ? undefined
    : waiting('Waiting for Argo CD to look at the repository.');

/** Part of condition 6, judged early: a newer commit holds another image, so ours will never be live. */
const isStillDesired: Check = (
  { containsCommit, desired, revision },
  { images },
) => {
  if (!containsCommit || !desired) {
    return undefined;
  }
  const other = images.find(
    wanted =>
      !desired.some(
        image => image.name === wanted.name && runsImage(image, wanted),
      ),
  );
  return other
    ? {
        status: 'superseded',
        message: `Somebody put another image there: at ${short(
          revision ?? '',
        )} the manifest no longer holds ${other.name}:${
          other.tag ?? other.digest
        }.`,
      }
    : undefined;
};

/** Condition 3: no error of comparison. It fails once it has stood since our push for longer than a repository hiccups. */
const hasNoErrorCondition: Check = ({ application }, { publishedAt, now }) => {
  const isSyncing = !!application.operation;
  const error = (application.status?.conditions ?? []).find(
    ({ type }) =>
      ['ComparisonError', 'InvalidSpecError', 'UnknownError'].includes(type) ||
      (type === 'SyncError' && !isSyncing),
  );
  if (!error) {
    return undefined;
  }
  const message = `Argo CD reports ${error.type}: ${error.message}`;
  const sinceMs = Math.max(
    epochMs(error.lastTransitionTime),
    Date.parse(publishedAt),
  );
  const hasStood =
    !!error.lastTransitionTime && now.getTime() - sinceMs >= CONDITION_GRACE_MS;
  return hasStood && !TRANSIENT.test(error.message)
    ? { status: 'failed', message }
    : waiting(message);
};

/** Condition 4: nothing is under way. */
const isIdle: Check = ({ application }) => {
  if (application.metadata.deletionTimestamp) {
    return waiting('The application is being deleted.');
  }
  const state = application.status?.operationState;
  return application.operation
    ? waiting(
        state?.message
          ? `Argo CD is syncing: ${state.message}`
          : 'Argo CD is syncing.',
      )
    : undefined;
};

/** Condition 7: our operation, where there is one, succeeded. It is ours by its info, or because it synced our revision. */
const operationSucceeded: Check = (
  { application, revision, containsCommit },
  request,
) => {
  const state = application.status?.operationState;
  if (!state) {
    return undefined;
  }
  const syncedOurs =
    containsCommit &&
    revision !== undefined &&
    (state.syncResult?.revision === revision ||
      state.syncResult?.revisions.includes(revision) === true) &&
    epochMs(state.finishedAt) >= Date.parse(request.publishedAt) - 1_000;
  if (!isOwnOperation(state.operation, request) && !syncedOurs) {
    return undefined;
  }
  if (state.phase === 'Failed' || state.phase === 'Error') {
    return {
      status: 'failed',
      message: `The sync ${state.phase === 'Error' ? 'errored' : 'failed'}: ${
        state.message ?? 'Argo CD gives no reason'
      }`,
    };
  }
  const refused = state.syncResult?.resources.find(
    ({ status }) => status === 'SyncFailed',
  );
  if (state.phase === 'Succeeded' && refused) {
    return {
      status: 'failed',
      message: `${refused.kind} ${refused.name} was not applied: ${
        refused.message ?? ''
      }`,
    };
  }
  return state.phase === 'Succeeded'
    ? undefined
    : waiting(state.message ?? `The sync is ${state.phase}.`);
};

/** Condition 6: what was compared is our commit or descends from it. */
const coversCommit: Check = ({ containsCommit, revision }, { commit }) =>
  containsCommit
    ? undefined
    : waiting(
        `Waiting for Argo CD to notice ${short(commit)}${
          revision ? `; it is at ${short(revision)}` : ''
        }.`,
      );

/** Condition 5: what runs is what that revision says. */
const isSynced: Check = ({ application }, { previous }) => {
  const sync = application.status?.sync?.status;
  if (sync === 'Synced') {
    return undefined;
  }
  const resources = (application.status?.resources ?? [])
    .filter(({ status }) => status === 'OutOfSync')
    .map(
      ({ kind, name, requiresPruning }) =>
        `${kind} ${name}${requiresPruning ? ' (to be pruned)' : ''}`,
    );
  const named = resources.length ? `: ${resources.slice(0, 5).join(', ')}` : '';
  return waiting(
    `${
      previous?.syncRequestedAt ? 'Synced, but still' : 'The application is'
    } ${sync || 'not compared yet'}${named}.`,
  );
};

/** Condition 8: compared again after the operation ended. Equal seconds ask for one more look. */
const wasComparedAfterSync: Check = ({ application }) => {
  const finishedAt = application.status?.operationState?.finishedAt;
  return finishedAt === undefined ||
    epochMs(application.status?.reconciledAt) > epochMs(finishedAt)
    ? undefined
    : waiting('Waiting for Argo CD to compare again after the sync.');
};

/** In this order: the first that does not hold says what is waited for. Condition 1 is checked before anything is read. */
const checks: readonly Check[] = [
  wasRefreshed,
  isStillDesired,
  isIdle,
  operationSucceeded,
  hasNoErrorCondition,
  coversCommit,
  isSynced,
  wasComparedAfterSync,
  judgeHealth,
  judgeLiveImages,
];

/** Judges one application by the conditions for "this commit is deployed". */
export function judgeConditions(
  reading: ApplicationReading,
  request: ConditionsRequest,
): Verdict {
  for (const check of checks) {
    const verdict = check(reading, request);
    if (verdict) {
      return verdict;
    }
  }
  const unpinned = request.images.filter(({ digest }) => digest === undefined);
  return {
    status: 'live',
    steady: true,
    message: unpinned.length
      ? `The new image is live and healthy, as far as its tag tells: ${unpinned
          .map(({ name }) => name)
          .join(', ')} is not pinned by a digest.`
      : 'The new image is live and healthy, by the digest its Pods report.',
  };
}
