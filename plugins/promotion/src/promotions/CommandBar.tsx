// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { useState } from 'react';
import { Button } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type { PromotionView } from 'backstage-plugin-promotion-common';
import { isPromotionApiError } from 'backstage-plugin-promotion-common/client';
import { promotionApiRef } from '../api/promotionApiRef';
import { useCommand } from '../live/useCommand';
import { useIdempotencyKey } from '../live/useIdempotencyKey';
import { FailureAlert } from '../parts/FailureAlert';
import {
  commandForm,
  commandOf,
  formCommands,
  type FormCommand,
} from './commandForms';
import { CommandFormView } from './CommandFormView';
import { giveCommand, type CommandAnswer } from './giveCommand';
import text from '../parts/text.module.css';
import styles from './CommandBar.module.css';

const prominent: readonly FormCommand[] = ['approve', 'review', 'decide'];

/** What the viewer may do to a promotion: a button for each command allowed now, a sentence for the approval that is not. */
export function CommandBar(props: {
  readonly promotion: PromotionView;
  readonly onAnswer: (answer: PromotionView) => void;
  readonly onOutdated: () => void;
}) {
  const { promotion } = props;
  const client = useApi(promotionApiRef);
  const command = useCommand();
  const keyOf = useIdempotencyKey();
  const [open, setOpen] = useState<FormCommand>();
  const allowed = formCommands.filter(
    name => commandOf(promotion, name)?.allowed,
  );
  const approve = commandOf(promotion, 'approve');

  const send = (name: FormCommand, answer: CommandAnswer) =>
    command.run({
      call: () => giveCommand(client, promotion, { ...answer, name, keyOf }),
      onDone: ({ promotion: view }) => {
        setOpen(undefined);
        if (view) props.onAnswer(view);
      },
      onFailed: error => {
        const current = isPromotionApiError(error) && error.current?.promotion;
        if (current) props.onAnswer(current);
        else props.onOutdated();
      },
    });

  return (
    <section className={styles.bar} aria-label="What you can do">
      {command.failure && (
        <FailureAlert failure={command.failure} onDismiss={command.dismiss} />
      )}
      {promotion.state === 'awaiting-approval' &&
        approve &&
        !approve.allowed &&
        approve.reason && (
          <p className={`${text.surface} ${styles.reason}`}>{approve.reason}</p>
        )}
      {!open && allowed.length > 0 && (
        <div className={styles.buttons}>
          {allowed.map(name => (
            <Button
              key={name}
              variant={prominent.includes(name) ? 'primary' : 'secondary'}
              onPress={() => setOpen(name)}
            >
              {commandForm(name, promotion).button}
            </Button>
          ))}
        </div>
      )}
      {open && (
        <CommandFormView
          form={commandForm(open, promotion)}
          running={command.running}
          onCancel={() => setOpen(undefined)}
          onConfirm={answer => send(open, answer)}
        />
      )}
    </section>
  );
}
