// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { NotFoundError } from '@backstage/errors';
import type { RulesProblem } from 'backstage-plugin-promotion-common/rules';
import { openApiDocument } from 'backstage-plugin-promotion-common/openapi';
import { MisconfiguredError } from '../rules/RulesRegistry';
import type { HandlerPorts } from './createHandlers';
import type { Handlers } from './Handlers';

/** Routes of the rules and of the contract itself. */
export function createRulesHandlers({
  rules: registry,
  yielded,
}: HandlerPorts): Pick<Handlers, 'getRules' | 'lintRules' | 'getOpenApi'> {
  const document = openApiDocument();
  return {
    getRules: {
      answer: async ({ params: { name } }) => {
        const found = registry.get(name);
        if (!found) {
          throw new NotFoundError(
            `No rules named "${name}". See promotion.rules[] in app-config.`,
          );
        }
        const { rules, problems } = found;
        if (!rules) {
          throw new MisconfiguredError(
            `The rules ${name} cannot be used.`,
            problems.map(({ message, line, column }) => ({
              code: 'rules-unusable',
              message: `${line}:${column} ${message}`,
            })),
          );
        }
        const { revision, origin, loadedAt, text } = rules;
        return {
          name,
          revision,
          origin: originForReaders(origin),
          loadedAt,
          text,
          problems: problems.map(placed),
        };
      },
    },
    lintRules: {
      answer: async ({ body: { text } }) => {
        const parsed = registry.parse(text, yielded);
        return parsed.ok
          ? {
              ok: true,
              revision: parsed.revision,
              problems: [],
              notes: parsed.notes.map(placed),
            }
          : { ok: false, problems: parsed.problems.map(placed), notes: [] };
      },
    },
    getOpenApi: { answer: async () => document },
  };
}

/** A file is named without the folders of this machine. */
function originForReaders(origin: string): string {
  return origin.startsWith('file:')
    ? `file:${origin.slice(origin.lastIndexOf('/') + 1)}`
    : origin;
}

function placed({ code, message, line, column, nearest }: RulesProblem) {
  return {
    ...(code !== undefined && { code }),
    message,
    line,
    column,
    ...(nearest !== undefined && { nearest }),
  };
}
