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
          body: 'Requested by user:default/ada.',
        },
        { promotionId: '7f9c', direction },
      );
      expect(readPromotionTrailers(message)).toEqual({
        promotionId: '7f9c',
        direction,
      });
    },
  );

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
