// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { readPromotionTrailers, writeCommitMessage } from './promotionTrailers';

describe('the trailers of a promotion commit', () => {
  it.each(['deployment', 'revert'] as const)(
    'are read back as they were written, going %s',
    direction => {
      const message = writeCommitMessage(
        {
          title: 'Promote checkout 2.4.0 to staging',
          body: ['Requested by user:default/ada.'],
        },
        { promotionId: '7f9c', direction },
      );
      expect(readPromotionTrailers(message)).toEqual({
        promotionId: '7f9c',
        direction,
      });
    },
  );

  it.each([
    ['a line break', '2.4.0\nSigned-off-by: Mallory <m@example.test>'],
    [
      'CRLF',
      '2.4.0\r\n\r\nPromotion-Id: forged\r\nPromotion-Direction: revert',
    ],
    ['a Unicode line separator', '2.4.0\u2028\u2029Promotion-Id: forged'],
    ['control characters', '2.4.0\u0000\u001b[31m\u0085'],
    ['a direction override', '2.4.0\u202e0.4.2'],
    ['a directive to a pipeline', '2.4.0 [skip ci] [ci skip]'],
    ['a text without end', '2.4.0 '.repeat(10_000)],
  ])('hold one line each, whatever the parts hold: %s', (_, hostile) => {
    const message = writeCommitMessage(
      {
        title: `Promote checkout ${hostile}`,
        body: [`From: ${hostile}`, `To: ${hostile}`],
        trailers: [{ key: 'Promotion-Reason', value: hostile }],
      },
      { promotionId: '7f9c', direction: 'deployment' },
    );
    const lines = message.split('\n');
    expect(lines.map(line => line.replace(/:? .*/s, ''))).toEqual([
      'Promote',
      '',
      'From',
      'To',
      '',
      'Promotion-Reason',
      'Promotion-Id',
      'Promotion-Direction',
      '',
    ]);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(500);
    expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}[\]]/u);
    expect(readPromotionTrailers(message)).toEqual({
      promotionId: '7f9c',
      direction: 'deployment',
    });
  });

  it('stand in the last paragraph alone', () => {
    expect(
      readPromotionTrailers(
        'Fix\n\nPromotion-Id: quoted\n\nSigned-off-by: Ada <ada@example.test>',
      ),
    ).toBeUndefined();
  });

  it('are found beside other trailers and with CRLF', () => {
    expect(
      readPromotionTrailers(
        'Fix\r\n\r\nPromotion-Id: 7f9c\r\nSigned-off-by: Ada <ada@example.test>\r\n',
      ),
    ).toEqual({ promotionId: '7f9c', direction: 'deployment' });
  });

  it('are absent from a message without any', () => {
    expect(readPromotionTrailers('Fix a typo')).toBeUndefined();
  });
});
