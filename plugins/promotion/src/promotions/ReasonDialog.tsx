// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Dialog, DialogBody, DialogHeader } from '@backstage/ui';
import { useCommand } from '../live/useCommand';
import { FailureAlert } from '../parts/FailureAlert';
import { CommandFormView } from './CommandFormView';
import type { CommandForm } from './commandForms';
import text from '../parts/text.module.css';

/** Something one person does with one reason. */
export function ReasonDialog<T>(props: {
  readonly title: string;
  readonly form: Pick<
    CommandForm,
    'button' | 'title' | 'reasonLabel' | 'danger'
  >;
  readonly call: (reason: string) => Promise<T>;
  readonly onDone: (answer: T) => void;
  readonly onClose: () => void;
}) {
  const { call, onDone } = props;
  const command = useCommand();
  return (
    <Dialog
      isOpen
      width={520}
      onOpenChange={open => {
        if (!open) props.onClose();
      }}
    >
      <DialogHeader>{props.title}</DialogHeader>
      <DialogBody>
        <div className={text.stack}>
          {command.failure && <FailureAlert failure={command.failure} />}
          <CommandFormView
            form={{ ...props.form, reason: 'required', choices: [] }}
            running={command.running}
            onCancel={props.onClose}
            onConfirm={({ reason }) =>
              command.run({ call: () => call(reason), onDone })
            }
          />
        </div>
      </DialogBody>
    </Dialog>
  );
}
