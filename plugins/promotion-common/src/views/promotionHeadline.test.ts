// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { promotionStates } from 'backstage-plugin-promotion-common/lifecycle';
import {
  makeOpenTally,
  makePromotion,
  makeReadiness,
} from 'backstage-plugin-promotion-common/testing';
import { explainPromotion } from './promotionHeadline';

describe('explainPromotion', () => {
  it.each(promotionStates)('has one sentence for %s', state => {
    const { message } = explainPromotion(makePromotion({ state }));
    expect(message).toMatch(/\S.*[.]$/);
    expect(message).not.toMatch(/undefined|\.\.$/);
  });

  it.each(['awaiting-gates', 'awaiting-approval', 'queued'] as const)(
    'takes the core’s sentence and reasons while it is %s',
    state => {
      const readiness = makeReadiness({
        headline: 'It may not move yet.',
        explanation: {
          code: 'gates',
          tone: 'blocks',
          message: 'It may not move yet.',
          children: [{ code: 'low', tone: 'blocks', message: 'Too low.' }],
        },
      });
      expect(explainPromotion(makePromotion({ state, readiness }))).toEqual(
        readiness.explanation,
      );
    },
  );

  it('waits, and does not block, while only people have to agree', () => {
    const readiness = makeReadiness({ tally: makeOpenTally() });
    expect(
      explainPromotion(makePromotion({ state: 'awaiting-approval', readiness }))
        .tone,
    ).toBe('waits');
  });

  it('says that a source is away, whatever the state', () => {
    const explanation = explainPromotion(
      makePromotion({ state: 'executing', outageMessage: 'GitHub is away.' }),
    );
    expect(explanation.message).toMatch(
      /; it waits for a source that is away\.$/,
    );
    expect(explanation.children).toContainEqual({
      code: 'outage',
      tone: 'waits',
      message: 'GitHub is away.',
    });
  });

  it('tells the outcome of one that ended', () => {
    const outcome = { code: 'degraded', message: 'The pods crash.' };
    expect(
      explainPromotion(makePromotion({ state: 'rolled-back', outcome }))
        .message,
    ).toMatch(/was rolled back: The pods crash\.$/);
  });
});
