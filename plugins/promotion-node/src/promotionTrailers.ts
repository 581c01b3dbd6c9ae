// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** Which way a promotion's commit goes: forwards to the new release, or back to what was there before. */
export type CommitDirection = 'deployment' | 'revert';

/** The trailers by which a promotion finds its own commits again, after a crash too. */
export interface PromotionTrailers {
  readonly promotionId: string;
  readonly direction: CommitDirection;
}

const ID_TRAILER = /^Promotion-Id: (\S+)$/m;
const REVERT_TRAILER = /^Promotion-Direction: revert$/m;

/** A commit message: title, body and the trailers, as git expects them. */
export function writeCommitMessage(
  message: { readonly title: string; readonly body: string },
  trailers: PromotionTrailers,
): string {
  const paragraphs = [
    message.title.trim(),
    message.body.trim(),
    [
      `Promotion-Id: ${trailers.promotionId}`,
      `Promotion-Direction: ${trailers.direction}`,
    ].join('\n'),
  ];
  return `${paragraphs.filter(Boolean).join('\n\n')}\n`;
}

/**
 * The trailers of a commit message, read from its last paragraph only, so that a text quoted in the body is none.
 * Absent: the commit is no promotion's.
 */
export function readPromotionTrailers(
  message: string,
): PromotionTrailers | undefined {
  const last =
    message
      .replace(/\r\n/g, '\n')
      .trim()
      .split(/\n\s*\n/)
      .at(-1) ?? '';
  const promotionId = ID_TRAILER.exec(last)?.[1];
  return promotionId === undefined
    ? undefined
    : {
        promotionId,
        direction: REVERT_TRAILER.test(last) ? 'revert' : 'deployment',
      };
}
