// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { parseRules } from '../parseRules';
import { defineValidation, isOfKind, validationKinds } from '.';

const ping = defineValidation('ping', 'An address answers', {
  url: z.url().describe('What is called'),
});

const rulesWith = (validation: string) => `
apiVersion: promotion/v1
kind: PromotionRules
metadata: { name: default }
environments:
  dev: { repository: a/b, targets: [{ manifest: { path: a }, application: { name: a } }] }
  staging: { repository: a/b, targets: [{ manifest: { path: b }, application: { name: b } }] }
paths: [{ from: dev, to: staging, validations: [${validation}] }]
`;

describe('validations in the rules', () => {
  it.each(validationKinds)(
    'take a $kind check by its kind alone',
    ({ kind }) => {
      const parsed = parseRules(rulesWith(`{ kind: ${kind} }`));
      expect(parsed).toMatchObject({
        ok: true,
        rules: { paths: [{ validations: [{ kind, timeout: 600_000 }] }] },
      });
    },
  );

  it('take a kind that a module brought, with its own keys', () => {
    const parsed = parseRules(
      rulesWith('{ kind: ping, url: "https://shop.example/", timeout: 1m }'),
      { validations: [...validationKinds, ping] },
    );
    if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
    const [rules] = parsed.rules.paths[0]?.validations ?? [];
    expect(rules).toEqual({
      kind: 'ping',
      url: 'https://shop.example/',
      timeout: 60_000,
    });
    expect(rules && isOfKind(ping, rules) && rules.url).toBe(
      'https://shop.example/',
    );
  });

  it.each([
    ['a kind nobody brought', '{ kind: pong }', /ping/],
    [
      'a key of another kind',
      '{ kind: ping, url: "https://a/", settle: 1s }',
      /settle/,
    ],
    ['a value that does not fit', '{ kind: ping, url: 7 }', /url/],
  ])('refuse %s, with its place', (_, validation, message) => {
    const parsed = parseRules(rulesWith(validation), {
      validations: [...validationKinds, ping],
    });
    expect(parsed).toMatchObject({
      ok: false,
      problems: [{ message: expect.stringMatching(message), line: 8 }],
    });
  });
});
