// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { TerminalError } from 'backstage-plugin-promotion-node';
import {
  CHECKOUT,
  GITOPS,
  manifest,
  manifestPath,
  person,
  PromotionTestHarness,
  requestOf,
} from './PromotionTestHarness';

const SAM = 'user:default/sam';
const QUINN = 'user:default/quinn';

async function readyForStaging(): Promise<PromotionTestHarness> {
  const harness = new PromotionTestHarness();
  await harness.deliverCoverage(90);
  return harness;
}

async function readyForProduction(): Promise<PromotionTestHarness> {
  const harness = new PromotionTestHarness();
  await harness.deliverCoverage(90, 'staging');
  return harness;
}

const standingHolds = (harness: PromotionTestHarness) =>
  harness.stores.blocks.holds(harness.clock.timestamp);

const TO_PRODUCTION = { from: 'staging', to: 'production' };

describe('A promotion from dev to staging', () => {
  it('succeeds with exactly one commit', async () => {
    const harness = await readyForStaging();
    const promotionId = await harness.request();
    const promotion = await harness.untilSettled(promotionId);
    expect(promotion).toMatchObject({
      state: 'succeeded',
      targetState: 'new',
      releaseBefore: { version: '2.3.0' },
      release: { version: '2.4.0' },
    });
    expect(harness.versionIn('staging')).toBe('2.4.0');
    expect(harness.commitsOf(promotionId)).toBe(1);
    const { verdict } = await harness.stores.promotions.chain(promotionId);
    expect(verdict).toMatchObject({
      kind: 'intact',
      length: promotion.version,
    });
    expect(await harness.stores.claims.slotsHeldByOthers([], '')).toEqual([]);
  });

  it('is refused with the reasons while a gate does not pass', async () => {
    const harness = new PromotionTestHarness();
    await harness.deliverCoverage(60);
    await expect(harness.request()).rejects.toMatchObject({
      name: 'RefusedError',
      code: 'gates-do-not-pass',
      message: expect.stringContaining('60 %'),
      refusal: {
        explanation: expect.objectContaining({ tone: 'blocks' }),
      },
    });
    expect(
      (await harness.stores.promotions.list({}, { limit: 9 })).items,
    ).toEqual([]);
  });

  it('waits for its gates when asked to, and goes on when the evidence comes', async () => {
    const harness = new PromotionTestHarness();
    const promotionId = await harness.request({ whenBlocked: 'wait' });
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'awaiting-gates',
    });
    await harness.deliverCoverage(90);
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
    });
  });

  it('goes back by itself when the new release does not become healthy', async () => {
    const harness = await readyForStaging();
    const path = manifestPath(CHECKOUT, 'staging');
    const before = harness.repository.text(path);
    harness.deployments.setUnhealthy('2.4.0');
    const promotionId = await harness.request();
    const promotion = await harness.untilSettled(promotionId);
    expect(promotion).toMatchObject({
      state: 'rolled-back',
      targetState: 'restored',
    });
    expect(harness.repository.text(path)).toBe(before);
    expect(harness.commitsOf(promotionId)).toBe(2);
    const [bar] = await harness.stores.blocks.barred(CHECKOUT);
    expect(bar).toMatchObject({ environment: 'staging', version: '2.4.0' });
    expect(await harness.stores.blocks.holds(bar!.barredAt)).toEqual([
      expect.objectContaining({ stops: 'automatic', promotionId }),
    ]);
    await expect(harness.request()).rejects.toMatchObject({ code: 'barred' });
  });

  it('may try again once a person lifted the bar', async () => {
    const harness = await readyForStaging();
    harness.deployments.setUnhealthy('2.4.0');
    const first = await harness.untilSettled(await harness.request());
    harness.deployments.setHealthy('2.4.0');
    const lift = {
      componentRef: CHECKOUT,
      environment: 'staging',
      releaseId: first.release.releaseId,
      reason: 'The node was at fault.',
    };
    await expect(harness.service.liftBar(lift, person(QUINN))).rejects.toThrow(
      /SRE/,
    );
    expect(await harness.service.liftBar(lift, person(SAM))).toBe(true);
    const { promotionId } = await harness.service.retry(
      { promotionId: first.promotionId },
      person('user:default/dana'),
    );
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
      retryOf: first.promotionId,
    });
  });

  it('is refused before anything is written where the manifest names an image that no container uses', async () => {
    const harness = new PromotionTestHarness();
    await harness.deliverCoverage(91);
    const [staging] = harness.facts.environment(CHECKOUT, 'staging').targets;
    if (!staging) throw new Error('staging has no target');
    harness.deployments.setUsedImages(staging.application, [
      'prod.example/web',
    ]);
    const before = harness.repository.commits.length;
    await expect(harness.request()).rejects.toThrow(
      /matches no container: its entries are registry\.example\/acme\/checkout\. The manifests that Argo CD makes of it use prod\.example\/web\./,
    );
    expect(harness.repository.commits).toHaveLength(before);
  });

  it('writes nothing where somebody pushes at the same moment, prepares anew, and keeps their change', async () => {
    const harness = await readyForStaging();
    harness.repository.competingPush('docs/notes.md', 'hello');
    const promotionId = await harness.request();
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
    });
    expect(harness.repository.text('docs/notes.md')).toBe('hello');
    expect(harness.commitsOf(promotionId)).toBe(1);
  });

  it('ends as failed, with nothing touched and nothing held, where a ruleset forbids the push', async () => {
    const harness = await readyForStaging();
    harness.repository.rejectPushes('Rule "signed commits" forbids it.');
    const promotion = await harness.untilSettled(await harness.request());
    expect(promotion).toMatchObject({
      state: 'failed',
      targetState: 'untouched',
      outcome: {
        code: 'change-refused',
        message: 'Rule "signed commits" forbids it.',
      },
    });
    expect(harness.versionIn('staging')).toBe('2.3.0');
    expect(await standingHolds(harness)).toEqual([]);
  });

  it('ends as errored, untouched, when the push keeps failing in words nobody knows', async () => {
    const harness = await readyForStaging();
    const promotionId = await harness.request();
    for (let push = 0; push < 20; push += 1) {
      harness.repository.failNext('publish', new Error('Update failed'));
    }
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'errored',
      targetState: 'untouched',
      outcome: { code: 'too-many-attempts' },
    });
    expect(await standingHolds(harness)).toEqual([]);
  });

  it('takes a push that failed in unknown words and took effect for what it was: published, once', async () => {
    const harness = await readyForStaging();
    const publish = harness.deployer.publish.bind(harness.deployer);
    const worker = harness.workerOn(harness.stores, {
      ...harness.deployer,
      publish: async (change, context) => {
        await publish(change, context);
        throw new TerminalError('Something went wrong.');
      },
    });
    const promotionId = await harness.request();
    for (let round = 0; round < 60; round += 1) {
      await worker.tick();
      harness.deployments.tick();
      harness.advanceClock(2_000);
    }
    expect(await harness.promotion(promotionId)).toMatchObject({
      state: 'succeeded',
    });
    expect(harness.commitsOf(promotionId)).toBe(1);
  });

  it('loses any number of races without ending for it', async () => {
    const harness = await readyForStaging();
    const publish = harness.deployer.publish.bind(harness.deployer);
    let races = 0;
    const worker = harness.workerOn(harness.stores, {
      ...harness.deployer,
      publish: async (change, context) => {
        if (races < 25) {
          races += 1;
          harness.repository.push('docs/notes.md', `race ${races}`, 'Rival');
        }
        return publish(change, context);
      },
    });
    const promotionId = await harness.request();
    for (let round = 0; round < 60; round += 1) {
      await worker.tick();
      harness.deployments.tick();
      harness.advanceClock(2_000);
    }
    expect(await harness.promotion(promotionId)).toMatchObject({
      state: 'succeeded',
      progress: { deployment: { attempt: 1 } },
    });
    expect(races).toBe(25);
  });

  it('ends when somebody takes it back by hand: said once, by whom, and nothing is held', async () => {
    const harness = await readyForStaging();
    const path = manifestPath(CHECKOUT, 'staging');
    const before = harness.repository.text(path) ?? '';
    harness.deployments.setUnhealthy('2.4.0');
    const promotionId = await harness.request();
    while (harness.commitsOf(promotionId) === 0) {
      await harness.tick();
      harness.advanceClock(1_000);
    }
    const commit = harness.repository.push(path, before, 'Grace', {
      message: 'Revert "Promote checkout"\n\nIt burns.',
    });
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'failed',
      targetState: 'restored',
      outcome: {
        code: 'overtaken',
        message: `Grace rolled staging back to 2.3.0 with commit ${commit.slice(
          0,
          7,
        )} "Revert "Promote checkout"".`,
      },
    });
    expect(await standingHolds(harness)).toEqual([]);
  });

  it('names the commit that put something else there, and leaves that', async () => {
    const harness = await readyForStaging();
    harness.deployments.setUnhealthy('2.4.0');
    const promotionId = await harness.request();
    while (harness.commitsOf(promotionId) === 0) {
      await harness.tick();
      harness.advanceClock(1_000);
    }
    harness.repository.push(
      manifestPath(CHECKOUT, 'staging'),
      manifest(CHECKOUT, '9.9.9'),
      'Grace',
      { message: 'Hot fix' },
    );
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'failed',
      targetState: 'mixed',
      outcome: {
        message: expect.stringMatching(
          /^Grace changed the image in staging with commit [0-9a-f]{7} "Hot fix"\.$/,
        ),
      },
    });
    expect(harness.versionIn('staging')).toBe('9.9.9');
    expect(await standingHolds(harness)).toHaveLength(1);
  });

  it.each([
    [
      'is refused',
      { kind: 'refused', message: 'It cannot be edited.' } as const,
    ],
    ['ends in a final answer', new TerminalError('It cannot be edited.')],
  ])(
    'asks a person when the way back %s, and goes back once it can',
    async (_, answer) => {
      const harness = await readyForStaging();
      harness.deployments.setUnhealthy('2.4.0');
      let isRefused = true;
      harness.worker = harness.workerOn(harness.stores, {
        ...harness.deployer,
        revert: async (change, context) => {
          if (!isRefused) return harness.deployer.revert(change, context);
          if (answer instanceof Error) throw answer;
          return answer;
        },
      });
      const promotionId = await harness.request();
      expect(
        await harness.until(promotionId, 'awaiting-decision'),
      ).toMatchObject({
        targetState: 'new',
        outcome: {
          code: 'revert-refused',
          message: expect.stringContaining('It cannot be edited.'),
        },
      });
      isRefused = false;
      await harness.service.decide(
        { promotionId, choice: 'rollback', reason: 'It can be edited now.' },
        person(SAM),
      );
      expect(await harness.untilSettled(promotionId)).toMatchObject({
        state: 'rolled-back',
        targetState: 'restored',
      });
      expect(harness.versionIn('staging')).toBe('2.3.0');
    },
  );

  it('keeps one hold of promotions in a place, and lifts it with the next success', async () => {
    const harness = await readyForStaging();
    for (const version of ['2.4.1', '2.4.2']) {
      harness.release(version);
      await harness.deliverCoverage(90);
      harness.deployments.setUnhealthy(version);
      expect(await harness.untilSettled(await harness.request())).toMatchObject(
        { state: 'rolled-back' },
      );
    }
    expect(await standingHolds(harness)).toEqual([
      expect.objectContaining({
        stops: 'automatic',
        reason: expect.stringContaining('2.4.2'),
      }),
    ]);
    harness.release('2.4.3');
    await harness.deliverCoverage(90);
    expect(await harness.untilSettled(await harness.request())).toMatchObject({
      state: 'succeeded',
    });
    expect(await standingHolds(harness)).toEqual([]);
  });
});

describe('A promotion to production', () => {
  it('waits for an SRE and QA, who are not whoever asked, and counts each once', async () => {
    const harness = await readyForProduction();
    const promotionId = await harness.request(TO_PRODUCTION, SAM);
    await expect(harness.approve(promotionId, SAM)).rejects.toThrow(
      /someone else must approve/,
    );
    await expect(
      harness.approve(promotionId, 'user:default/erin'),
    ).rejects.toThrow(/SRE/);
    await harness.approve(promotionId, 'user:default/sofia');
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'awaiting-approval',
    });
    expect(harness.versionIn('production')).toBe('2.2.0');
    await harness.approve(promotionId, QUINN);
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
    });
    const approvals = await harness.stores.decisions.approvals([promotionId]);
    expect(approvals).toEqual([
      expect.objectContaining({
        userRef: 'user:default/sofia',
        membershipProof: [{ role: 'sre', via: ['group:default/sre'] }],
        evidenceIds: harness.facts.evidence.map(({ evidenceId }) => evidenceId),
      }),
      expect.objectContaining({ userRef: QUINN }),
    ]);
  });

  it('records an approval that is given twice at once only once', async () => {
    const harness = await readyForProduction();
    const promotionId = await harness.request(TO_PRODUCTION);
    const given = await Promise.allSettled([
      harness.approve(promotionId, SAM),
      harness.approve(promotionId, SAM),
    ]);
    expect(given.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    await expect(harness.approve(promotionId, SAM)).rejects.toMatchObject({
      code: 'already-decided',
    });
    expect(
      await harness.stores.decisions.approvals([promotionId]),
    ).toHaveLength(1);
    await harness.approve(promotionId, QUINN);
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
    });
  });

  it('ends when somebody who may agree rejects it', async () => {
    const harness = await readyForProduction();
    const promotionId = await harness.request(TO_PRODUCTION);
    await harness.approve(promotionId, QUINN, 'rejected');
    expect(await harness.promotion(promotionId)).toMatchObject({
      state: 'rejected',
    });
  });

  it('does not execute on an approval that was taken back', async () => {
    const harness = await readyForProduction();
    const promotionId = await harness.request(TO_PRODUCTION);
    await harness.approve(promotionId, SAM);
    await harness.service.withdrawApproval({ promotionId }, person(SAM));
    await expect(
      harness.service.withdrawApproval({ promotionId }, person(SAM)),
    ).rejects.toMatchObject({ code: 'nothing-to-withdraw' });
    await harness.approve(promotionId, QUINN);
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'awaiting-approval',
    });
  });

  it('does not execute on the approval of somebody who lost the role meanwhile', async () => {
    const harness = await readyForProduction();
    const promotionId = await harness.request(TO_PRODUCTION);
    await harness.approve(promotionId, SAM);
    harness.facts.members = { ...harness.facts.members, sre: [] };
    await harness.approve(promotionId, QUINN);
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'awaiting-approval',
    });
  });

  it('refuses votes through a service and votes on what was not seen', async () => {
    const harness = await readyForProduction();
    const promotionId = await harness.request(TO_PRODUCTION);
    const { contentHash } = await harness.promotion(promotionId);
    const vote = { promotionId, decision: 'approved' as const };
    const { userRef: _, ...throughService } = person(SAM);
    await expect(
      harness.service.decideApproval({ ...vote, contentHash }, throughService),
    ).rejects.toThrow(/Only a signed-in person/);
    await expect(
      harness.service.decideApproval(
        { ...vote, contentHash: `sha256:${'0'.repeat(64)}` },
        person(SAM),
      ),
    ).rejects.toMatchObject({ code: 'outdated' });
  });

  it('dismisses approvals when what would be written changed under way', async () => {
    const harness = await readyForProduction();
    const promotionId = await harness.request(TO_PRODUCTION);
    await harness.approve(promotionId, SAM);
    harness.release('2.2.1', 'production');
    await harness.approve(promotionId, QUINN);
    const promotion = await harness.untilSettled(promotionId);
    expect(promotion).toMatchObject({ state: 'awaiting-approval' });
    const changed = (await harness.stores.promotions.records(promotionId)).find(
      ({ event }) => event.type === 'plan-changed',
    );
    expect(changed?.message).toContain('2.2.1');
    expect(harness.versionIn('production')).toBe('2.2.1');
    await harness.approve(promotionId, SAM);
    await harness.approve(promotionId, QUINN);
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
    });
  });

  it('dismisses approvals at once when the tag it is about was pushed again, naming both digests', async () => {
    const harness = await readyForProduction();
    const promotionId = await harness.request(TO_PRODUCTION);
    await harness.approve(promotionId, SAM);
    const { release, contentHash } = await harness.promotion(promotionId);
    const [planned] = release.observedDigests ?? [];
    const tag = release.images[0]?.tag ?? '';
    const digest = `sha256:${'9'.repeat(64)}`;
    harness.deployments.pushAgain(tag, digest);
    await harness.stores.claims.wake(
      { componentRef: CHECKOUT },
      harness.clock.timestamp,
    );
    await harness.tick();
    const moved = await harness.promotion(promotionId);
    expect(moved.contentHash).not.toBe(contentHash);
    expect(moved.release.observedDigests?.[0]).toMatch(digest);
    const changed = (await harness.stores.promotions.records(promotionId)).find(
      ({ event }) => event.type === 'plan-changed',
    );
    expect(changed?.message).toContain(
      `the Pods of ${release.version} ran ${planned} and run registry.example/acme/checkout@${digest}`,
    );
    await harness.approve(promotionId, QUINN);
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'awaiting-approval',
    });
    await harness.approve(promotionId, SAM);
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
    });
  });

  it('dismisses approvals when the rules of the path changed', async () => {
    const harness = await readyForProduction();
    const promotionId = await harness.request(TO_PRODUCTION);
    await harness.approve(promotionId, SAM);
    const { HARNESS_RULES } = jest.requireActual('./harnessRules');
    harness.facts.setRules(HARNESS_RULES.replace('min: 80%', 'min: 85%'));
    await harness.approve(promotionId, QUINN);
    const promotion = await harness.untilSettled(promotionId);
    expect(promotion).toMatchObject({ state: 'awaiting-approval' });
    expect(promotion.terms.path.gates).toMatchObject([{ min: '85' }]);
  });

  it('keeps approvals dismissed when the rules come back to what they were', async () => {
    const harness = await readyForProduction();
    const promotionId = await harness.request(TO_PRODUCTION);
    const asked = await harness.promotion(promotionId);
    await harness.approve(promotionId, SAM);
    const { HARNESS_RULES } = jest.requireActual('./harnessRules');
    const setRules = async (text: string) => {
      harness.facts.setRules(text);
      const now = harness.clock.timestamp;
      await harness.stores.claims.wake({ promotionId }, now);
    };
    await setRules(HARNESS_RULES.replace('min: 80%', 'min: 85%'));
    await harness.untilSettled(promotionId);
    await setRules(HARNESS_RULES);
    const back = await harness.untilSettled(promotionId);
    expect(back).toMatchObject({
      state: 'awaiting-approval',
      contentHash: asked.contentHash,
    });
    await harness.approve(promotionId, QUINN);
    const still = await harness.untilSettled(promotionId);
    expect(still).toMatchObject({
      state: 'awaiting-approval',
      readiness: { tally: { dismissals: [{ userRef: SAM }] } },
    });
    expect(still.readiness?.tally.dismissals[0]?.message).toContain(
      'It can be given again.',
    );
    await harness.approve(promotionId, SAM);
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
    });
  });

  it('asks a person when it does not become healthy and the rules propose to go back', async () => {
    const harness = await readyForProduction();
    harness.deployments.setUnhealthy('2.3.0');
    const promotionId = await harness.request(TO_PRODUCTION);
    await harness.approve(promotionId, SAM);
    await harness.approve(promotionId, QUINN);
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'awaiting-decision',
    });
    const choice = { promotionId, choice: 'rollback', reason: 'Now.' } as const;
    await expect(harness.service.decide(choice, person(QUINN))).rejects.toThrow(
      /SRE/,
    );
    await harness.service.decide(choice, person(SAM));
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'rolled-back',
    });
    expect(harness.versionIn('production')).toBe('2.2.0');
  });
});

describe('An override', () => {
  it('leads on where a rollback that did not work has frozen the environment, and the headline says whose', async () => {
    const harness = await readyForStaging();
    for (const version of ['2.3.0', '2.4.0']) {
      harness.deployments.setUnhealthy(version);
    }
    const first = await harness.request();
    expect(await harness.untilSettled(first)).toMatchObject({
      state: 'rollback-failed',
    });
    harness.release('2.4.1');
    await harness.deliverCoverage(90);
    const promotionId = await harness.request();
    const frozen = await harness.untilSettled(promotionId);
    expect(frozen.state).toBe('queued');
    expect(frozen.readiness?.headline).toMatch(
      /staging is frozen by a rollback: .*; an SRE can override it\.$/,
    );
    const [freeze] = await harness.stores.blocks.holds(harness.clock.timestamp);
    await harness.override(
      promotionId,
      { kind: 'hold', holdIds: [freeze!.holdId] },
      SAM,
    );
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
      release: { version: '2.4.1' },
    });
  });

  it('lets one gate go for those the rules name, and asks for a review', async () => {
    const harness = new PromotionTestHarness();
    await harness.deliverCoverage(60);
    const gate = {
      kind: 'gate',
      gateId: 'coverage',
      status: 'failed',
    } as const;
    const withOverride = {
      overrides: [{ target: gate, reason: 'Customers wait.' }],
    };
    await expect(harness.request(withOverride)).rejects.toThrow(/SRE/);
    const promotionId = await harness.request(withOverride, SAM);
    const [override] = await harness.stores.decisions.overrides([promotionId]);
    expect(override).toMatchObject({
      target: gate,
      role: 'sre',
      verdict: expect.stringMatching(/^failed: /),
      review: { role: 'lead' },
    });
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
    });
    const review = {
      promotionId,
      overrideId: override!.overrideId,
      comment: 'Right.',
    };
    await expect(
      harness.service.reviewOverride(review, person(SAM)),
    ).rejects.toThrow(/Lead/);
    await harness.service.reviewOverride(review, person('user:default/erin'));
    await expect(
      harness.service.reviewOverride(review, person('user:default/erin')),
    ).rejects.toMatchObject({ code: 'already-reviewed' });
  });

  it('may come later, and lies beside the verdict', async () => {
    const harness = new PromotionTestHarness();
    await harness.deliverCoverage(60);
    const promotionId = await harness.request({ whenBlocked: 'wait' });
    await harness.override(
      promotionId,
      { kind: 'gate', gateId: 'coverage', status: 'failed' },
      SAM,
    );
    const promotion = await harness.untilSettled(promotionId);
    expect(promotion).toMatchObject({ state: 'succeeded' });
    expect(promotion.readiness?.gates).toMatchObject([{ status: 'failed' }]);
  });

  it('is nobody’s where the rules name no target, and not the requester’s where they say so', async () => {
    const harness = await readyForProduction();
    const promotionId = await harness.request(TO_PRODUCTION, SAM);
    await expect(
      harness.override(promotionId, { kind: 'approval' }, SAM),
    ).rejects.toMatchObject({ code: 'not-overridable' });
    harness.advanceClock(1_000);
    await harness.deliverCoverage(70, 'staging');
    await harness.untilSettled(promotionId);
    const gate = {
      kind: 'gate',
      gateId: 'coverage',
      status: 'failed',
    } as const;
    await expect(
      harness.override(promotionId, gate, SAM),
    ).rejects.toMatchObject({ code: 'own-override' });
    await expect(
      harness.override(
        promotionId,
        { ...gate, gateId: 'tests' },
        'user:default/sofia',
      ),
    ).rejects.toMatchObject({ code: 'nothing-to-override' });
    await harness.override(promotionId, gate, 'user:default/sofia');
  });
});

describe('Requests', () => {
  it('of two users who click at once make one promotion', async () => {
    const harness = await readyForStaging();
    const answers = await Promise.all(
      ['user:default/dana', 'user:default/erin'].map(user =>
        harness.service.request(requestOf(), person(user)),
      ),
    );
    expect(new Set(answers.map(({ promotionId }) => promotionId)).size).toBe(1);
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    await harness.untilSettled(answers[0]!.promotionId);
    expect(harness.versionIn('staging')).toBe('2.4.0');
  });

  it('of a newer release take the place of one that waits', async () => {
    const harness = new PromotionTestHarness();
    const older = await harness.request({ whenBlocked: 'wait' });
    harness.release('2.5.0');
    await harness.deliverCoverage(90);
    const newer = await harness.request();
    expect(await harness.promotion(older)).toMatchObject({
      state: 'superseded',
      supersededBy: newer,
    });
    expect(await harness.untilSettled(newer)).toMatchObject({
      state: 'succeeded',
    });
    expect(harness.versionIn('staging')).toBe('2.5.0');
  });

  it('wait their turn while one executes', async () => {
    const harness = await readyForStaging();
    const first = await harness.request();
    await harness.until(first, 'executing');
    harness.release('2.5.0');
    await harness.deliverCoverage(90);
    const second = await harness.request();
    await harness.tick();
    expect(await harness.promotion(second)).toMatchObject({ state: 'queued' });
    expect(await harness.untilSettled(second)).toMatchObject({
      state: 'succeeded',
    });
    expect(await harness.promotion(first)).toMatchObject({
      state: 'succeeded',
    });
    expect(harness.versionIn('staging')).toBe('2.5.0');
  });

  it('with a plan that is no longer current are told the current one', async () => {
    const harness = await readyForStaging();
    const plan = await harness.service.plan(
      requestOf(),
      person('user:default/dana'),
    );
    harness.release('2.3.1', 'staging');
    await expect(
      harness.request({ contentHash: plan.contentHash }),
    ).rejects.toMatchObject({
      code: 'outdated',
      current: { plan: expect.objectContaining({ to: 'staging' }) },
    });
  });

  it('for a path, a release or a component that is not there say so', async () => {
    const harness = await readyForStaging();
    await expect(harness.request({ to: 'production' })).rejects.toThrow(
      /dev → staging/,
    );
    await expect(
      harness.request({ releaseId: `sha256:${'0'.repeat(64)}` }),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    await expect(
      harness.service.cancel(
        { promotionId: 'nobody', reason: 'x' },
        person(SAM),
      ),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
  });
});

describe('Cancelling', () => {
  it('ends one that waits at once', async () => {
    const harness = await readyForProduction();
    const promotionId = await harness.request(TO_PRODUCTION);
    await harness.service.cancel({ promotionId, reason: 'No.' }, person(SAM));
    expect(await harness.promotion(promotionId)).toMatchObject({
      state: 'cancelled',
      targetState: 'untouched',
    });
  });

  it('looks first while it executes: a prepared commit that is not on the branch is left', async () => {
    const harness = await readyForStaging();
    harness.crashAt({ event: 'prepared', when: 'after' });
    const promotionId = await harness.request();
    while (!harness.hasCrashed()) await harness.tick();
    await harness.service.cancel({ promotionId, reason: 'No.' }, person(SAM));
    harness.restart();
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'cancelled',
    });
    expect(harness.commitsOf(promotionId)).toBe(0);
  });

  it('goes back when the commit is on the branch already, although nobody had written that down', async () => {
    const harness = await readyForStaging();
    harness.crashAt({ event: 'published', when: 'before' });
    const promotionId = await harness.request();
    while (!harness.hasCrashed()) await harness.tick();
    expect(harness.versionIn('staging')).toBe('2.4.0');
    await harness.service.cancel({ promotionId, reason: 'No.' }, person(SAM));
    harness.restart();
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'rolled-back',
    });
    expect(harness.versionIn('staging')).toBe('2.3.0');
  });
});

describe('Rolling back by hand', () => {
  it('of one that validates is part of it', async () => {
    const harness = await readyForStaging();
    const promotionId = await harness.request();
    await harness.until(promotionId, 'validating');
    const answer = await harness.service.rollback(
      { promotionId, reason: 'Looks wrong.' },
      person(SAM),
    );
    expect(answer).toEqual({ promotionId });
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'rolled-back',
    });
    expect(harness.versionIn('staging')).toBe('2.3.0');
  });

  it('of one that ended is a new promotion, which bars what it takes back', async () => {
    const harness = await readyForStaging();
    await harness.facts.observe(CHECKOUT);
    const promotionId = await harness.request();
    const done = await harness.untilSettled(promotionId);
    await harness.facts.observe(CHECKOUT);
    const back = await harness.service.rollback(
      { promotionId, reason: 'Looks wrong.' },
      person(SAM),
    );
    expect(await harness.untilSettled(back.promotionId)).toMatchObject({
      kind: 'rollback',
      rollbackOf: promotionId,
      state: 'succeeded',
    });
    expect(harness.versionIn('staging')).toBe('2.3.0');
    expect(await harness.stores.blocks.barred(CHECKOUT)).toMatchObject([
      { releaseId: done.release.releaseId },
    ]);
  });

  it('goes to a release that ran well there, and to no other', async () => {
    const harness = await readyForStaging();
    await harness.facts.observe(CHECKOUT);
    const first = await harness.untilSettled(await harness.request());
    await harness.facts.observe(CHECKOUT);
    const rollback = {
      componentRef: CHECKOUT,
      environment: 'staging',
      reason: 'Looks wrong.',
    };
    await expect(
      harness.service.rollbackEnvironment(
        { ...rollback, releaseId: `sha256:${'0'.repeat(64)}` },
        person(SAM),
      ),
    ).rejects.toMatchObject({ code: 'not-a-rollback-target' });
    const { promotionId } = await harness.service.rollbackEnvironment(
      { ...rollback, releaseId: first.releaseBefore!.releaseId },
      person(SAM),
    );
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
    });
  });
});

describe('An outage', () => {
  it('of the repository is waited for, and is no failure', async () => {
    const harness = await readyForStaging();
    const promotionId = await harness.request();
    harness.repository.down = true;
    for (let minute = 0; minute < 10; minute++) {
      await harness.tick();
      harness.advanceClock(60_000);
    }
    expect(await harness.promotion(promotionId)).toMatchObject({
      outageSince: expect.any(String),
      outageMessage: expect.stringContaining('repository'),
    });
    harness.repository.down = false;
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
    });
    expect(harness.commitsOf(promotionId)).toBe(1);
  });

  it('of the deployment tool stops the clock of the deadline', async () => {
    const harness = await readyForStaging();
    const promotionId = await harness.request();
    harness.deployments.down = true;
    await harness.until(promotionId, 'executing');
    for (let minute = 0; minute < 25; minute++) {
      await harness.tick();
      harness.advanceClock(60_000);
    }
    harness.deployments.down = false;
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
    });
  });

  it('that lasts too long ends it as errored, with the target left as it is', async () => {
    const harness = await readyForStaging();
    const promotionId = await harness.request();
    await harness.tick();
    await harness.until(promotionId, 'executing');
    while (harness.commitsOf(promotionId) === 0) await harness.tick();
    harness.deployments.down = true;
    for (let minute = 0; minute < 60; minute++) {
      await harness.tick();
      harness.advanceClock(60_000);
    }
    expect(await harness.promotion(promotionId)).toMatchObject({
      state: 'errored',
      targetState: 'unknown',
    });
    expect(harness.versionIn('staging')).toBe('2.4.0');
    expect(harness.commitsOf(promotionId)).toBe(1);
  });

  it('of the catalog is waited for', async () => {
    const harness = await readyForStaging();
    const promotionId = await harness.request();
    harness.facts.down = true;
    await harness.tick();
    expect(await harness.promotion(promotionId)).toMatchObject({
      state: 'queued',
      outageSince: expect.any(String),
    });
    harness.facts.down = false;
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
    });
  });

  it('that drops the reply to a push does not push twice', async () => {
    const harness = await readyForStaging();
    harness.repository.dropReplyAfterEffect('publish');
    const promotionId = await harness.request();
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
    });
    expect(harness.commitsOf(promotionId)).toBe(1);
    expect(harness.repository.history({ repositoryUrl: GITOPS })).toHaveLength(
      2,
    );
  });
});
