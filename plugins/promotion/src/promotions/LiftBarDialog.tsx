// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { parseEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { Dialog, DialogBody, DialogHeader } from '@backstage/ui';
import type { BarredRelease } from 'backstage-plugin-promotion-common';
import { promotionApiRef } from '../api/promotionApiRef';
import { useCommand } from '../live/useCommand';
import { FailureAlert } from '../parts/FailureAlert';
import { CommandFormView } from './CommandFormView';
import text from '../parts/text.module.css';

/** Lets a release that was rolled back try again in its environment, with a reason. */
export function LiftBarDialog(props: {
  readonly barred: BarredRelease;
  readonly onClose: () => void;
  readonly onLifted: () => void;
}) {
  const { componentRef, environment, releaseId, version, reason } =
    props.barred;
  const client = useApi(promotionApiRef);
  const command = useCommand();
  const lift = (why: string) =>
    command.run({
      call: () =>
        client.liftBar({
          params: { ...parseEntityRef(componentRef), environment, releaseId },
          body: { reason: why },
        }),
      onDone: props.onLifted,
    });
  return (
    <Dialog
      isOpen
      width={520}
      onOpenChange={open => {
        if (!open) props.onClose();
      }}
    >
      <DialogHeader>{`Lift the bar on ${version} in ${environment}`}</DialogHeader>
      <DialogBody>
        <div className={text.stack}>
          {command.failure && <FailureAlert failure={command.failure} />}
          <CommandFormView
            form={{
              button: 'Lift the bar',
              title: `${version} was rolled back in ${environment}: ${reason} Without the bar it may be promoted there again; gates and approvals still apply.`,
              reason: 'required',
              reasonLabel: 'Why it may try again',
              danger: false,
              choices: [],
            }}
            running={command.running}
            onCancel={props.onClose}
            onConfirm={answer => lift(answer.reason)}
          />
        </div>
      </DialogBody>
    </Dialog>
  );
}
