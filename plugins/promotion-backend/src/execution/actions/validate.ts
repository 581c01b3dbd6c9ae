// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  Promotion,
  ValidationRules,
} from 'backstage-plugin-promotion-common';
import {
  validationName,
  type TransitionEvent,
} from 'backstage-plugin-promotion-common/lifecycle';
import { TerminalError } from 'backstage-plugin-promotion-node';
import type { Action, ActionContext } from '../Action';

/** Runs the checks of the path that have not answered yet, each for itself. */
export const validate: Action = async (promotion, context) => {
  const open = promotion.terms.path.validations.filter(rules =>
    isOpen(promotion, rules),
  );
  const answers = await Promise.all(
    open.map(rules => validateOne(promotion, rules, context)),
  );
  const results = answers.map(answer => answer.result);
  const observed = answers.flatMap<TransitionEvent>(({ observation }) =>
    observation ? [{ type: 'observed', observation }] : [],
  );
  const isOver = results.every(
    ({ status }) => status === 'passed' || status === 'failed',
  );
  return {
    events: [...observed, { type: 'validated', results }],
    ...(!isOver && {
      retryAfterMs: Math.min(...answers.map(answer => answer.retryAfterMs)),
    }),
  };
};

function isOpen(promotion: Promotion, rules: ValidationRules): boolean {
  const known = promotion.progress.validations.find(
    ({ name }) => name === validationName(rules),
  );
  return known?.status !== 'passed' && known?.status !== 'failed';
}

async function validateOne(
  promotion: Promotion,
  rules: ValidationRules,
  { validators, signal }: ActionContext,
) {
  const name = validationName(rules);
  const validator = validators.find(({ kind }) => kind.kind === rules.kind);
  if (!validator) {
    throw new TerminalError(
      `Nothing installed can run the validation ${name} of kind ${rules.kind}; install its module, then retry.`,
    );
  }
  const previous = promotion.progress.validations.find(
    result => result.name === name,
  );
  return validator.validate(
    { promotion, rules, ...(previous && { previous }) },
    { signal },
  );
}
