// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** Runs a task for each item, so many at a time, and answers in the order of the items. The first rejection rejects. */
export async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  task: (item: T) => Promise<R>,
): Promise<R[]> {
  const answers = new Array<R>(items.length);
  const queue = items.entries();
  const workers = Array.from(
    { length: Math.min(limit, items.length) },
    async () => {
      for (const [index, item] of queue) {
        answers[index] = await task(item);
      }
    },
  );
  await Promise.all(workers);
  return answers;
}
