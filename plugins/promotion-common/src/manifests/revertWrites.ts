// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { FieldWrite } from '../model/Plan';
import { LIST_POINTER, parseFieldPointer } from './fieldPointer';

/**
 * The writes that undo these, with before and after swapped. What was added goes before what was taken away comes
 * back, so that each thing finds the place where it stood.
 */
export function revertWrites<W extends Omit<FieldWrite, 'file'>>(
  writes: readonly W[],
): W[] {
  return [...writes]
    .reverse()
    .map(write => ({
      order: orderOf(write),
      write: {
        ...write,
        before: write.after,
        after: write.before,
        beforeText: write.afterText,
        afterText: write.beforeText,
      },
    }))
    .sort((a, b) => a.order - b.order)
    .map(({ write }) => write);
}

/** Lists and entries come first and go last; between them fields go before others come. By what is undone. */
function orderOf({ pointer, before, after }: Omit<FieldWrite, 'file'>): number {
  if (pointer === LIST_POINTER) return after === '' ? 4 : 0;
  const target = parseFieldPointer(pointer);
  if (target?.kind === 'field' && target.field === 'name') {
    return before === undefined ? 3 : 0;
  }
  return before === undefined ? 1 : 2;
}
