// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { useApi } from '@backstage/frontend-plugin-api';
import type { PromotionView } from 'backstage-plugin-promotion-common';
import { entityName } from 'backstage-plugin-promotion-common/words';
import { promotionApiRef } from '../api/promotionApiRef';
import type { RollbackTarget } from '../lanes/EnvironmentCard';
import { useIdempotencyKey } from '../live/useIdempotencyKey';
import { ReasonDialog } from './ReasonDialog';

/** Puts an environment back to an earlier release: one person, one reason. */
export function RollbackDialog(props: {
  readonly componentRef: string;
  readonly environment: string;
  readonly target: RollbackTarget;
  readonly onClose: () => void;
  readonly onStarted: (promotion: PromotionView) => void;
}) {
  const { componentRef, environment, target } = props;
  const { releaseId, version } = target;
  const client = useApi(promotionApiRef);
  const keyOf = useIdempotencyKey();
  return (
    <ReasonDialog
      title={`Roll back ${environment} to ${version}`}
      form={{
        button: `Roll back to ${version}`,
        title: `A commit puts ${version} of ${entityName(
          componentRef,
        )} back into ${environment} and Argo CD deploys it. Gates and approvals do not apply; the checks after deployment do.`,
        reasonLabel: 'Reason',
        danger: true,
      }}
      call={reason => {
        const body = { componentRef, environment, releaseId, reason };
        return client.rollbackEnvironment({
          body,
          idempotencyKey: keyOf(body),
        });
      }}
      onDone={({ promotion }) => promotion && props.onStarted(promotion)}
      onClose={props.onClose}
    />
  );
}
