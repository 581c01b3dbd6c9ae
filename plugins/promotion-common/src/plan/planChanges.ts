// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ApplicationId, FieldWrite, Plan } from '../model/Plan';

/** What two plans are compared by; a promotion has it too. */
export type ComparedPlan = Pick<
  Plan,
  'from' | 'to' | 'release' | 'fieldWrites' | 'applications' | 'pathHash'
>;

/** What moved between two plans, one phrase each, for the sentence that tells people why their approval is void. */
export function planChanges(
  before: ComparedPlan,
  after: ComparedPlan,
): string[] {
  return [
    ...releaseChange(before, after),
    ...writeChanges(before.fieldWrites, after.fieldWrites),
    ...applicationChanges(before.applications, after.applications),
    ...(before.pathHash === after.pathHash
      ? []
      : [`the rules of ${after.from} → ${after.to} have changed`]),
  ];
}

function releaseChange(
  { release: before }: ComparedPlan,
  { release: after }: ComparedPlan,
): string[] {
  if (before.releaseId !== after.releaseId) {
    return [`the release was ${before.version} and is ${after.version}`];
  }
  const [was, is] = [before, after].map(({ observedDigests = [] }) =>
    observedDigests.join(', '),
  );
  return was === is
    ? []
    : [
        `the Pods of ${after.version} ran ${
          was || 'an unknown digest'
        } and run ${is || 'an unknown digest'}`,
      ];
}

function writeChanges(
  before: readonly FieldWrite[],
  after: readonly FieldWrite[],
): string[] {
  const isChange = (write: FieldWrite) => write.before !== write.after;
  const old = new Map(
    before.filter(isChange).map(write => [keyOf(write), write]),
  );
  const fresh = new Map(
    after.filter(isChange).map(write => [keyOf(write), write]),
  );
  const gone = [...old.values()]
    .filter(write => !fresh.has(keyOf(write)))
    .map(write => `${placeOf(write)} is written no more`);
  const changed = [...fresh.values()].flatMap(write => {
    const was = old.get(keyOf(write));
    if (!was) return [`${placeOf(write)} is written too`];
    return [
      ...(was.before === write.before
        ? []
        : [
            `${placeOf(write)} held ${shown(was.before)} and holds ${shown(
              write.before,
            )}`,
          ]),
      ...(was.after === write.after
        ? []
        : [
            `${placeOf(write)} was to become ${shown(
              was.after,
            )} and is to become ${shown(write.after)}`,
          ]),
    ];
  });
  return [...gone, ...changed];
}

function applicationChanges(
  before: readonly ApplicationId[],
  after: readonly ApplicationId[],
): string[] {
  const names = (list: readonly ApplicationId[]) =>
    list
      .map(
        ({ instance, namespace, name, project }) =>
          `${[instance, namespace, name].filter(Boolean).join('/')}${
            project === undefined ? '' : ` of project ${project}`
          }`,
      )
      .sort()
      .join(', ');
  return names(before) === names(after)
    ? []
    : [`the applications were ${names(before)} and are ${names(after)}`];
}

function keyOf({ file, pointer }: FieldWrite): string {
  return `${file.repositoryUrl}#${file.branch}:${file.path} ${pointer}`;
}

function placeOf({ file, pointer }: FieldWrite): string {
  return `${pointer} in ${file.path}`;
}

function shown(value: string | undefined): string {
  return value ?? 'nothing';
}
