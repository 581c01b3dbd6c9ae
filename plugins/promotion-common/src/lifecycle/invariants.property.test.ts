// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import fc from 'fast-check';
import { millisOf } from '../model/moment';
import { allEvents, readinesses, walk, walkSeeds, WORKER } from '../testing';
import type { Stride, Walk } from '../testing';
import { MAX_ATTEMPTS, dueAt } from './deadlines';
import { holdsSlots, isTerminal, isWaiting } from './isTerminal';
import { nextAction } from './nextAction';
import type { Promotion } from './Promotion';
import { replay } from './replay';
import { transition } from './transition';
import { transitionTable } from '../docs/transitionTable';

const seedArb = fc.nat(walkSeeds.length - 1);
const stridesArb: fc.Arbitrary<Stride[]> = fc.array(
  fc.record({ pick: fc.nat(1_000), minutes: fc.nat(90) }),
  { maxLength: 25 },
);

/** Holds for every walk; a counterexample is the number of a seed and the strides from it. */
const everyWalk = (check: (one: Walk) => void) =>
  fc.assert(
    fc.property(seedArb, stridesArb, (index, strides) => {
      const seed = walkSeeds[index];
      if (seed) check(walk(seed, strides));
    }),
    { numRuns: 300 },
  );

const kinds = (effects: Walk['steps'][number]['effects']) =>
  effects.map(effect => effect.kind);

/** The release that was rolled away from: by itself, or by a rollback by hand that succeeded. */
function rolledAway(promotion: Promotion) {
  const { state, kind, release, releaseBefore } = promotion;
  if (state === 'rolled-back') return release;
  return state === 'succeeded' && kind === 'rollback'
    ? releaseBefore
    : undefined;
}

describe('a promotion', () => {
  it('executes only when every enforced gate passed or was overridden and the quorum holds (invariant 1)', () => {
    everyWalk(({ steps }) => {
      for (const { before, after, record } of steps) {
        if (after.state !== 'executing' || !isWaiting(before.state)) continue;
        expect(record.event).toMatchObject({
          type: 'evaluated',
          slotsFree: true,
        });
        if (record.event.type !== 'evaluated' || after.kind === 'rollback')
          continue;
        const { readiness } = record.event;
        const letGo = (readiness.overridden ?? []).flatMap(one =>
          one.kind === 'gate' ? one.gateId : [],
        );
        const passed = readiness.gates
          .filter(gate => gate.status === 'passed')
          .map(gate => gate.gateId);
        const asked = after.terms.path.gates
          .filter(gate => gate.mode === 'enforce')
          .map(gate => gate.name ?? gate.kind);
        expect([...passed, ...letGo]).toEqual(expect.arrayContaining(asked));
        expect(readiness.tally).toMatchObject({
          reached: true,
          rejected: false,
        });
        expect(readiness).toMatchObject({ barred: false, waits: [] });
      }
    });
  });

  it('goes back to waiting when judged again before publishing and something stands in the way (invariant 1)', () => {
    everyWalk(({ last }) => {
      if (nextAction(last).kind !== 'prepare') return;
      const isRollback = last.kind === 'rollback';
      for (const [name, readiness] of Object.entries(readinesses)) {
        const result = transition(
          last,
          { type: 'evaluated', readiness, slotsFree: true },
          { at: last.stateSince, actor: WORKER },
        );
        const mayGoOn =
          name === 'ready' || (isRollback && readiness.waits.length === 0);
        const isCancelled = last.progress.cancelRequested !== undefined;
        expect(result.kind).toBe(
          mayGoOn && !isCancelled ? 'ignored' : 'transitioned',
        );
        if (result.kind === 'ignored') continue;
        expect(holdsSlots(result.promotion.state)).toBe(false);
        expect(result.promotion.targetState).toBe('untouched');
        expect(kinds(result.effects)).toContain('release-slots');
      }
    });
  });

  it('takes no decision about other content and none of whoever asked (invariant 2)', () => {
    everyWalk(({ steps }) => {
      for (const { before, record } of steps) {
        const { event } = record;
        if (event.type === 'approved' || event.type === 'rejected') {
          expect(event.approval.contentHash).toBe(before.contentHash);
          expect(before.requesterRefs).not.toContain(event.approval.userRef);
        }
        if (event.type === 'overridden') {
          expect(event.override.contentHash).toBe(before.contentHash);
        }
      }
    });
  });

  it('holds slots exactly while it executes (invariant 4)', () => {
    everyWalk(({ steps }) => {
      for (const { before, after, effects } of steps) {
        const taken = kinds(effects).filter(
          kind => kind === 'acquire-slots',
        ).length;
        const letGo = kinds(effects).filter(
          kind => kind === 'release-slots',
        ).length;
        const had = holdsSlots(before.state);
        const has = holdsSlots(after.state);
        expect(taken).toBe(!had && has ? 1 : 0);
        expect(letGo).toBe(had && !has ? 1 : 0);
        for (const effect of effects) {
          if (effect.kind === 'acquire-slots') {
            expect(effect.keys).toEqual([...new Set(effect.keys)].sort());
            expect(effect.keys.map(key => key.split(':')[0])).toEqual([
              'app',
              'env',
              'file',
            ]);
          }
        }
      }
    });
  });

  it('never publishes what is not prepared and recorded, and never twice (invariant 6)', () => {
    everyWalk(({ steps }) => {
      for (const { before, after } of steps) {
        const { kind } = nextAction(after);
        const { deployment, revert, cancelRequested } = after.progress;
        if (kind === 'publish') {
          expect(deployment?.change).toBeDefined();
          expect(deployment?.publishedAt).toBeUndefined();
          expect(cancelRequested).toBeUndefined();
        }
        if (kind === 'publish-revert') {
          expect(revert?.change).toBeDefined();
          expect(revert?.publishedAt).toBeUndefined();
        }
        const was = before.progress.deployment?.publishedAt;
        if (was !== undefined) expect(deployment?.publishedAt).toBe(was);
      }
    });
  });

  it('gives every wait a deadline and counts no attempt beyond the bound (invariant 7)', () => {
    everyWalk(({ steps }) => {
      for (const { after, record } of steps) {
        const { deployment, revert } = after.progress;
        expect(deployment?.attempt ?? 1).toBeLessThanOrEqual(MAX_ATTEMPTS);
        expect(revert?.attempt ?? 1).toBeLessThanOrEqual(MAX_ATTEMPTS);
        if (isTerminal(after.state)) {
          expect(after.deadlineAt).toBeUndefined();
          expect(after.endedAt).toBe(record.at);
        } else {
          expect(dueAt(after)).toBeDefined();
        }
      }
    });
  });

  it('ends when nothing happens but its deadlines (invariant 7)', () => {
    everyWalk(({ last }) => {
      let promotion: Promotion = last;
      for (let waits = 0; waits < 5 && !isTerminal(promotion.state); waits++) {
        const at = dueAt(promotion);
        expect(at).toBeDefined();
        if (at === undefined) return;
        const now =
          millisOf(at) < millisOf(promotion.stateSince)
            ? promotion.stateSince
            : at;
        const result = transition(
          promotion,
          { type: 'deadline-passed' },
          { at: now, actor: WORKER },
        );
        expect(result.kind).toBe('transitioned');
        if (result.kind === 'transitioned') promotion = result.promotion;
      }
      expect(isTerminal(promotion.state)).toBe(true);
    });
  });

  it('bars the release and holds automatic promotion with every rollback (invariant 8)', () => {
    everyWalk(({ steps }) => {
      for (const { after, effects } of steps) {
        const away = rolledAway(after);
        const bars = effects.flatMap(effect =>
          effect.kind === 'bar-release' ? effect.releaseId : [],
        );
        expect(bars).toEqual(away ? [away.releaseId] : []);
        if (away) {
          expect(effects).toContainEqual(
            expect.objectContaining({
              kind: 'set-hold',
              stops: 'automatic',
              environment: after.to,
            }),
          );
        }
      }
    });
  });

  it('holds what comes next after every end that left the target neither new nor restored', () => {
    everyWalk(({ steps }) => {
      for (const { after, effects } of steps) {
        if (!isTerminal(after.state)) continue;
        const { deployment } = after.progress;
        const published =
          deployment?.publishedAt !== undefined && !deployment.unchanged;
        const safe =
          after.state === 'succeeded' || after.targetState === 'restored';
        if (published && !safe) expect(kinds(effects)).toContain('set-hold');
        if (after.state === 'rollback-failed') {
          expect(effects).toContainEqual(
            expect.objectContaining({ kind: 'set-hold', stops: 'all' }),
          );
        }
        if (!published && !safe) {
          expect(['untouched', 'unknown']).toContain(after.targetState);
        }
      }
    });
  });

  it('never goes back because a source gave no answer', () => {
    everyWalk(({ steps }) => {
      for (const { before, after, record } of steps) {
        if (record.event.type === 'source-unreachable')
          expect(after.state).toBe(before.state);
        if (
          record.event.type === 'deadline-passed' &&
          before.outageSince !== undefined
        ) {
          expect(after.state).toBe('errored');
        }
      }
    });
  });

  it('is given back by replaying its records (invariant 9)', () => {
    everyWalk(({ first, steps, last }) => {
      const stored = JSON.parse(
        JSON.stringify([first, ...steps.map(step => step.record)]),
      );
      const replayed = replay(stored);
      expect(replayed).toEqual({
        ok: true,
        promotion: JSON.parse(JSON.stringify(last)),
      });
      expect(
        stored.map((record: { sequence: number }) => record.sequence),
      ).toEqual(stored.map((_: unknown, index: number) => index + 1));
    });
  });

  it('stays as it ended, whatever comes (invariant 10)', () => {
    everyWalk(({ last }) => {
      if (!isTerminal(last.state)) return;
      for (const event of allEvents) {
        expect(
          transition(last, event, {
            at: '2027-01-01T00:00:00.000Z',
            actor: WORKER,
          }),
        ).toMatchObject({
          kind: 'ignored',
          reason: 'terminal',
        });
      }
    });
  });

  it('does nothing that the transition table does not declare', () => {
    everyWalk(({ steps }) => {
      for (const { before, after, record } of steps) {
        expect(transitionTable[before.state][record.event.type]).toContain(
          after.state,
        );
      }
    });
  });

  it('is not broken off by a record that was changed', () => {
    everyWalk(({ first, steps }) => {
      const [step] = steps;
      if (!step) return;
      const forged = { ...step.record, to: 'succeeded' as const };
      if (step.record.to === 'succeeded') return;
      expect(replay([first, forged])).toMatchObject({ ok: false, sequence: 2 });
    });
  });
});
