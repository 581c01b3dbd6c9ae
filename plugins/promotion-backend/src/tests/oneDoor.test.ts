// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  PromotionCommandName,
  PromotionView,
} from 'backstage-plugin-promotion-common';
import {
  promotionCommandNames,
  type Caller,
  type Command,
} from 'backstage-plugin-promotion-common/commands';
import type { Viewer } from '../Caller';
import { ViewReader } from '../views/ViewReader';
import { person, PromotionTestHarness } from './PromotionTestHarness';

const TO_PRODUCTION = { from: 'staging', to: 'production' };
const reason = 'Customers wait.';

interface Stage {
  readonly harness: PromotionTestHarness;
  readonly promotionId: string;
}

async function ready(environment: 'dev' | 'staging', percent = 90) {
  const harness = new PromotionTestHarness();
  await harness.deliverCoverage(percent, environment);
  return harness;
}

/** Each of them a promotion that stands somewhere else. */
const stages: Readonly<Record<string, () => Promise<Stage>>> = {
  'awaits its gates': async () => {
    const harness = await ready('dev', 60);
    const promotionId = await harness.request({ whenBlocked: 'wait' });
    return { harness, promotionId };
  },
  'awaits approval': async () => {
    const harness = await ready('staging');
    const promotionId = await harness.request(TO_PRODUCTION);
    return { harness, promotionId };
  },
  'is approved by one': async () => {
    const harness = await ready('staging');
    const promotionId = await harness.request(TO_PRODUCTION);
    await harness.approve(promotionId, 'user:default/sam');
    return { harness, promotionId };
  },
  'is overridden and deploys': async () => {
    const harness = await ready('dev', 60);
    const promotionId = await harness.request(
      {
        overrides: [
          {
            target: { kind: 'gate', gateId: 'coverage', status: 'failed' },
            reason,
          },
        ],
      },
      'user:default/sam',
    );
    await harness.until(promotionId, 'executing');
    return { harness, promotionId };
  },
  'is being validated': async () => {
    const harness = await ready('dev');
    const promotionId = await harness.request();
    await harness.until(promotionId, 'validating');
    return { harness, promotionId };
  },
  'needs a decision': async () => {
    const harness = await ready('staging');
    harness.deployments.setUnhealthy('2.3.0');
    const promotionId = await harness.request(TO_PRODUCTION);
    await harness.approve(promotionId, 'user:default/sam');
    await harness.approve(promotionId, 'user:default/quinn');
    await harness.until(promotionId, 'awaiting-decision');
    return { harness, promotionId };
  },
  'was rolled back': async () => {
    const harness = await ready('dev');
    harness.deployments.setUnhealthy('2.4.0');
    const promotionId = await harness.request();
    await harness.untilSettled(promotionId);
    return { harness, promotionId };
  },
  succeeded: async () => {
    const harness = await ready('dev');
    const promotionId = await harness.request();
    await harness.untilSettled(promotionId);
    return { harness, promotionId };
  },
};

const service: Caller = {
  actor: { kind: 'service', ref: 'external:ci' },
  requesterRefs: ['external:ci'],
};
const agent: Caller = {
  actor: {
    kind: 'service',
    ref: 'external:agent',
    onBehalfOf: 'user:default/sam',
  },
  requesterRefs: ['external:agent', 'user:default/sam'],
};
const callers: readonly Caller[] = [
  ...['dana', 'sam', 'sofia', 'quinn', 'erin', 'zoe'].map(name =>
    person(`user:default/${name}`),
  ),
  service,
  agent,
];

function viewOf({ harness, promotionId }: Stage, caller: Caller) {
  const views = new ViewReader({
    facts: harness.facts,
    stores: harness.stores,
    clock: harness.clock,
    freshen: () => false,
  });
  const viewer: Viewer = { caller, may: () => true };
  return views.promotion(promotionId, viewer);
}

/** Gives a command as the page would: with the first thing there is to choose. */
function give(
  { harness }: Stage,
  caller: Caller,
  command: {
    readonly name: PromotionCommandName;
    readonly view: PromotionView;
    readonly offered?: Command;
  },
): Promise<unknown> {
  const { promotionId, contentHash, overrides } = command.view;
  const { offered } = command;
  const on = { promotionId };
  const given = {
    approve: () =>
      harness.service.decideApproval(
        { ...on, decision: 'approved', contentHash },
        caller,
      ),
    reject: () =>
      harness.service.decideApproval(
        { ...on, decision: 'rejected', contentHash },
        caller,
      ),
    withdraw: () => harness.service.withdrawApproval(on, caller),
    override: () =>
      harness.service.override(
        {
          ...on,
          contentHash,
          reason,
          target: offered?.targets?.[0] ?? {
            kind: 'gate',
            gateId: 'coverage',
            status: 'failed',
          },
        },
        caller,
      ),
    review: () =>
      harness.service.reviewOverride(
        {
          ...on,
          comment: reason,
          overrideId:
            offered?.choices?.[0] ?? overrides[0]?.overrideId ?? 'none',
        },
        caller,
      ),
    cancel: () => harness.service.cancel({ ...on, reason }, caller),
    rollback: () => harness.service.rollback({ ...on, reason }, caller),
    retry: () => harness.service.retry(on, caller),
    decide: () =>
      harness.service.decide({ ...on, choice: 'leave', reason }, caller),
  } satisfies Record<PromotionCommandName, () => Promise<unknown>>;
  return given[command.name]();
}

/** Everything that is kept of the component. */
async function everything({ harness, promotionId }: Stage): Promise<string> {
  const { promotions, decisions, blocks } = harness.stores;
  const now = harness.clock.timestamp;
  const { items } = await promotions.list({}, { limit: 50 });
  return JSON.stringify([
    items,
    await promotions.records(promotionId),
    await decisions.approvals([promotionId]),
    await decisions.overrides([promotionId]),
    await blocks.holds(now),
    await blocks.barred(items[0]?.componentRef ?? ''),
  ]);
}

describe('What the view offers and what the routes take', () => {
  const accepted = new Set<string>();
  const refused = new Set<string>();
  const blockedByPlan = /outcome|bar|block|gate|already/i;

  it.each(Object.keys(stages))(
    'is the same for a promotion that %s, and a refusal changes nothing',
    async name => {
      const arrange = stages[name]!;
      const stage = await arrange();
      const before = await everything(stage);
      const allowed: [Caller, PromotionCommandName][] = [];
      for (const caller of callers) {
        const view = await viewOf(stage, caller);
        for (const offered of view.commands) {
          if (offered.allowed) {
            allowed.push([caller, offered.name]);
            continue;
          }
          refused.add(offered.name);
          const attempt = give(stage, caller, { name: offered.name, view });
          await expect(attempt).rejects.toMatchObject({ code: offered.code });
        }
      }
      expect(await everything(stage)).toBe(before);
      for (const [caller, command] of allowed) {
        const fresh = await arrange();
        const view = await viewOf(fresh, caller);
        const offered = view.commands.find(each => each.name === command)!;
        const attempt = give(fresh, caller, { name: command, view, offered });
        // What is to be deployed again is planned, and the plan may have its own reasons.
        if (command === 'retry') {
          await attempt.catch(error =>
            expect(error.message).toMatch(blockedByPlan),
          );
        } else {
          await attempt;
          expect(await everything(fresh)).not.toBe(before);
        }
        accepted.add(command);
      }
    },
    120_000,
  );

  it('was tried with every command, both ways', () => {
    expect([...accepted].sort()).toEqual([...promotionCommandNames].sort());
    expect([...refused].sort()).toEqual([...promotionCommandNames].sort());
  });
});
