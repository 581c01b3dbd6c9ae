// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { useApi } from '@backstage/frontend-plugin-api';
import { Dialog, DialogBody, DialogHeader } from '@backstage/ui';
import type { PromotionView } from 'backstage-plugin-promotion-common';
import { promotionApiRef } from '../api/promotionApiRef';
import { entityName } from '../format/identifiers';
import type { RollbackTarget } from '../lanes/EnvironmentCard';
import { useCommand } from '../live/useCommand';
import { useIdempotencyKey } from '../live/useIdempotencyKey';
import { FailureAlert } from '../parts/FailureAlert';
import { CommandFormView } from './CommandFormView';
import text from '../parts/text.module.css';

/** Puts an environment back to an earlier release: one person, one reason. */
export function RollbackDialog(props: {
  readonly componentRef: string;
  readonly environment: string;
  readonly target: RollbackTarget;
  readonly onClose: () => void;
  readonly onStarted: (promotion: PromotionView) => void;
}) {
  const { componentRef, environment, target } = props;
  const client = useApi(promotionApiRef);
  const command = useCommand();
  const keyOf = useIdempotencyKey();
  const start = (reason: string) => {
    const body = {
      componentRef,
      environment,
      releaseId: target.releaseId,
      reason,
    };
    command.run({
      call: () =>
        client.rollbackEnvironment({ body, idempotencyKey: keyOf(body) }),
      onDone: ({ promotion }) => promotion && props.onStarted(promotion),
    });
  };
  return (
    <Dialog
      isOpen
      width={520}
      onOpenChange={open => {
        if (!open) props.onClose();
      }}
    >
      <DialogHeader>{`Roll back ${environment} to ${target.version}`}</DialogHeader>
      <DialogBody>
        <div className={text.stack}>
          {command.failure && <FailureAlert failure={command.failure} />}
          <CommandFormView
            form={{
              button: `Roll back to ${target.version}`,
              title: `A commit puts ${target.version} of ${entityName(
                componentRef,
              )} back into ${environment} and Argo CD deploys it. Gates and approvals do not apply; the checks after deployment do.`,
              reason: 'required',
              reasonLabel: 'Reason',
              danger: true,
              choices: [],
            }}
            running={command.running}
            onCancel={props.onClose}
            onConfirm={({ reason }) => start(reason)}
          />
        </div>
      </DialogBody>
    </Dialog>
  );
}
