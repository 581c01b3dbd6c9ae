// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  promotionReadPermission,
  type Promotion,
} from 'backstage-plugin-promotion-common';
import { actions, type ActionKind } from '../execution/actions';
import { databaseStores } from '../store/DatabaseStores';
import { ViewReader } from '../views/ViewReader';
import { HARNESS_RULES } from './harnessRules';
import {
  CHECKOUT,
  person,
  PromotionTestHarness,
  requestOf,
} from './PromotionTestHarness';
import { sqliteInMemory } from './sqliteStores';

const DANA = person('user:default/dana');

/** A harness that counts how often facts are gathered and writes down every statement. */
async function counting() {
  const knex = sqliteInMemory();
  const statements: string[] = [];
  const harness = new PromotionTestHarness({ stores: databaseStores(knex) });
  await harness.deliverCoverage(90);
  knex.on(
    'query',
    ({ sql, bindings }: { sql: string; bindings: unknown[] }) => {
      statements.push(`${sql} ${JSON.stringify(bindings)}`);
    },
  );
  const gather = jest.spyOn(harness.facts, 'gather');
  const during = async (run: () => Promise<unknown>) => {
    statements.length = 0;
    gather.mockClear();
    await run();
    const reads = statements.filter(one => /^\s*select/i.test(one));
    return {
      gatherings: gather.mock.calls.length,
      statements: reads.length,
      twice: reads.filter((one, index) => reads.indexOf(one) !== index),
    };
  };
  return { harness, during };
}

async function inState(
  harness: PromotionTestHarness,
  state: Promotion['state'],
): Promise<Promotion> {
  const promotionId = await harness.request();
  return harness.until(promotionId, state);
}

describe('A snapshot', () => {
  it('is gathered with one reading of each list', async () => {
    const { harness, during } = await counting();
    await harness.request();
    expect(await during(() => harness.facts.gather(CHECKOUT))).toMatchObject({
      twice: [],
      statements: expect.any(Number),
    });
    const { statements } = await during(() => harness.facts.gather(CHECKOUT));
    expect(statements).toBeLessThanOrEqual(7);
  });

  it('is gathered once for a plan, which reads nothing besides', async () => {
    const { harness, during } = await counting();
    const whole = await during(() => harness.facts.gather(CHECKOUT));
    expect(await during(() => harness.service.plan(requestOf(), DANA))).toEqual(
      { gatherings: 1, statements: whole.statements, twice: [] },
    );
  });

  it('is gathered once for a request', async () => {
    const { harness, during } = await counting();
    const { gatherings } = await during(() => harness.request());
    expect(gatherings).toBe(1);
  });

  it('is gathered once for the view of a component, with every list read once', async () => {
    const { harness, during } = await counting();
    await harness.request();
    const views = new ViewReader({
      facts: harness.facts,
      stores: harness.stores,
      clock: harness.clock,
      freshen: () => false,
    });
    const viewer = {
      caller: DANA,
      may: (name: string) => name !== promotionReadPermission.name,
    };
    const seen = await during(() => views.component(CHECKOUT, viewer));
    expect(seen).toMatchObject({ gatherings: 1, twice: [] });
    expect(seen.statements).toBeLessThanOrEqual(10);
  });

  it.each<[ActionKind, boolean]>([
    ['evaluate', false],
    ['evaluate', true],
    ['prepare', false],
    ['prepare', true],
  ])(
    'is gathered once for the step %s (rules moved: %s)',
    async (step, rulesMove) => {
      const { harness, during } = await counting();
      const promotion = await inState(harness, 'executing');
      if (rulesMove)
        harness.facts.setRules(HARNESS_RULES.replace('min: 70%', 'min: 75%'));
      const { gatherings, twice } = await during(() =>
        actions[step](promotion, {
          now: harness.clock.timestamp,
          signal: AbortSignal.timeout(60_000),
          stores: harness.stores,
          facts: harness.facts,
          deployer: harness.deployer,
          validators: [],
        }),
      );
      expect({ gatherings, twice }).toEqual({ gatherings: 1, twice: [] });
    },
  );
});
