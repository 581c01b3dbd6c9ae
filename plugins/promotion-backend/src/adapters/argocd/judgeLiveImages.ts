// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  runsImage,
  sameImageName,
} from 'backstage-plugin-promotion-common/model';
import type { ApplicationReading } from './ApplicationReading';
import type { Workload } from './argocdSchema';
import type { DesiredImage } from './desiredImages';
import { parseImageReference } from './imageReference';
import type { LiveImage } from './liveImages';
import { waiting, type JudgeRequest, type Verdict } from './Verdict';

type Wanted = JudgeRequest['images'][number];

/** Condition 10: the workloads' controllers have seen the newest template, and every live Pod runs the wanted image. */
export function judgeLiveImages(
  { live, workloads, desired }: ApplicationReading,
  { images }: Pick<JudgeRequest, 'images'>,
): Verdict | undefined {
  if (!live || !workloads) {
    return waiting('Waiting to see which images the Pods run.');
  }
  const behind = workloads.find(isBehind);
  if (behind) {
    return waiting(
      `${behind.kind} ${behind.metadata.name} has not taken up its newest version yet.`,
    );
  }
  for (const wanted of images) {
    const inCluster = desired?.find(
      ({ name }) => name === wanted.name,
    )?.inCluster;
    const verdict = judgeImage(wanted, {
      inCluster: inCluster ?? wanted,
      live,
      workloads,
    });
    if (verdict) {
      return verdict;
    }
  }
  return undefined;
}

function isBehind({ metadata, status }: Workload): boolean {
  return (
    metadata.generation !== undefined &&
    (status?.observedGeneration ?? 0) < metadata.generation
  );
}

function judgeImage(
  wanted: Wanted,
  facts: {
    readonly inCluster: DesiredImage['inCluster'];
    readonly live: readonly LiveImage[];
    readonly workloads: readonly Workload[];
  },
): Verdict | undefined {
  const { inCluster } = facts;
  const running = facts.live.filter(image => sameImageName(image, inCluster));
  if (!running.length) {
    return judgeTemplates(inCluster, facts.workloads);
  }
  const { digest } = wanted;
  const old = running.filter(
    image => !runsImage(image, { ...inCluster, digest }),
  );
  const [first] = old;
  if (!first) {
    return undefined;
  }
  return first.digest === undefined && wanted.digest !== undefined
    ? waiting(
        `Pod ${first.pod} has not reported which digest of ${inCluster.name} it runs.`,
      )
    : waiting(
        `${old.length} of ${
          running.length
        } containers still run another image: Pod ${first.pod} has ${
          first.name
        }:${first.tag ?? ''} ${first.digest ?? ''}`.trim(),
      );
}

/** Without a Pod the template is all there is: right for what is scaled to zero or runs on a schedule. */
function judgeTemplates(
  inCluster: DesiredImage['inCluster'],
  workloads: readonly Workload[],
): Verdict | undefined {
  const carrying = workloads.filter(({ spec }) =>
    (spec?.template?.spec?.containers ?? []).some(({ image }) => {
      const written = parseImageReference(image);
      return sameImageName(written, inCluster) && runsImage(written, inCluster);
    }),
  );
  if (!carrying.length) {
    return waiting(
      `No Pod and no workload of the application runs ${inCluster.name}. Check images of the environment in the rules.`,
    );
  }
  return carrying.every(({ spec }) => spec?.replicas === 0)
    ? undefined
    : waiting(`No Pod runs ${inCluster.name} yet.`);
}
