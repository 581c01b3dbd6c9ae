// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { useEffect, useRef, useState } from 'react';
import { Button, Radio, RadioGroup, TextAreaField } from '@backstage/ui';
import type { CommandForm } from './commandForms';
import type { CommandAnswer } from './giveCommand';
import text from '../parts/text.module.css';
import form from '../plan/PromoteForm.module.css';

const shortestReason = 3;

/** The form of one command: what to choose, what to say, and the confirmation that names what it touches. */
export function CommandFormView(props: {
  readonly form: Omit<CommandForm, 'name'>;
  readonly running: boolean;
  readonly onConfirm: (answer: CommandAnswer) => void;
  readonly onCancel: () => void;
}) {
  const { choices, danger, ...asked } = props.form;
  const [reason, setReason] = useState('');
  const [choice, setChoice] = useState(
    choices.length === 1 ? choices[0]?.value ?? '' : '',
  );
  const opened = useRef<HTMLFormElement>(null);
  // The button that opened the form is gone; without this the keyboard would start at the top of the page.
  useEffect(() => opened.current?.focus(), []);
  const said = reason.trim();
  const complete =
    (choices.length === 0 || choice !== '') &&
    (asked.reason !== 'required' || said.length >= shortestReason);
  return (
    <form
      ref={opened}
      tabIndex={-1}
      className={`${text.surface} ${form.form} ${
        danger ? form.overriding : ''
      }`}
      aria-label={asked.button}
      onSubmit={event => event.preventDefault()}
    >
      <p className={text.small}>{asked.title}</p>
      {choices.length > 0 && (
        <RadioGroup label="Which" value={choice} onChange={setChoice}>
          {choices.map(({ value, label }) => (
            <Radio key={value} value={value}>
              {label}
            </Radio>
          ))}
        </RadioGroup>
      )}
      {asked.reason !== 'none' && (
        <TextAreaField
          label={`${asked.reasonLabel} (${asked.reason})`}
          rows={2}
          value={reason}
          onChange={setReason}
        />
      )}
      <div className={form.actions}>
        <Button variant="tertiary" onPress={props.onCancel}>
          Not now
        </Button>
        <Button
          variant="primary"
          destructive={danger}
          isDisabled={!complete}
          isPending={props.running}
          onPress={() => props.onConfirm({ reason: said, choice })}
        >
          {asked.button}
        </Button>
      </div>
    </form>
  );
}
