// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Alert, Button } from '@backstage/ui';
import type { Failure, FailureKind } from '../api/failureOf';

const titles = {
  'no-rules': 'No rules apply',
  forbidden: 'Not allowed',
  'not-found': 'Not found',
  refused: 'Refused',
  outdated: 'Something changed in the meantime',
  invalid: 'Not understood',
  unavailable: 'No answer',
} as const satisfies Record<FailureKind, string>;

/** Why something did not happen, in the backend's own words, announced to screen readers. */
export function FailureAlert(props: {
  readonly failure: Failure;
  readonly onRetry?: () => void;
  readonly onDismiss?: () => void;
}) {
  const { failure } = props;
  return (
    <Alert
      role="alert"
      icon
      status={
        failure.kind === 'outdated' || failure.kind === 'forbidden'
          ? 'warning'
          : 'danger'
      }
      title={titles[failure.kind]}
      description={failure.message}
      customActions={
        <>
          {props.onRetry && (
            <Button size="small" variant="secondary" onPress={props.onRetry}>
              Try again
            </Button>
          )}
          {props.onDismiss && (
            <Button size="small" variant="tertiary" onPress={props.onDismiss}>
              Dismiss
            </Button>
          )}
        </>
      }
    />
  );
}
