// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** Which way a promotion's commit goes: forwards to the new release, or back to what was there before. */
export type CommitDirection = 'deployment' | 'revert';

/** The trailers by which a promotion finds its own commits again, after a crash too. */
export interface PromotionTrailers {
  readonly promotionId: string;
  readonly direction: CommitDirection;
}

/**
 * What a commit says, in parts that each become one line, whatever they hold: a version or a reason with a line break
 * adds no trailer and no directive to a pipeline. Holds no secrets and names people by entity reference only.
 */
export interface CommitMessage {
  readonly title: string;
  readonly body: readonly string[];
  /** Go beside those that name the promotion. */
  readonly trailers?: readonly {
    readonly key: `Promotion-${string}`;
    readonly value: string;
  }[];
}

const TITLE_LENGTH = 160;
const LINE_LENGTH = 400;
const ID_TRAILER = /^Promotion-Id: (\S+)$/m;
const REVERT_TRAILER = /^Promotion-Direction: revert$/m;

/** A commit message: title, body and the trailers, as git expects them. */
export function writeCommitMessage(
  { title, body, trailers = [] }: CommitMessage,
  { promotionId, direction }: PromotionTrailers,
): string {
  const paragraphs = [
    oneLine(title, TITLE_LENGTH),
    body.map(line => oneLine(line, LINE_LENGTH)).join('\n'),
    [
      ...trailers.map(
        ({ key, value }) => `${key}: ${oneLine(value, LINE_LENGTH)}`,
      ),
      `Promotion-Id: ${promotionId}`,
      `Promotion-Direction: ${direction}`,
    ].join('\n'),
  ];
  return `${paragraphs.filter(Boolean).join('\n\n')}\n`;
}

/** Control characters and line breaks become spaces; brackets, in which pipelines look for directives, parentheses. */
function oneLine(text: string, maxLength: number): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/\[/g, '(')
    .replace(/\]/g, ')')
    .trim();
  const characters = [...line];
  return characters.length > maxLength
    ? `${characters.slice(0, maxLength - 1).join('')}…`
    : line;
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
