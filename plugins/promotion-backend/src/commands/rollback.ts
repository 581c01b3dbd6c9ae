// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from 'node:crypto';
import { NotFoundError } from '@backstage/errors';
import type {
  EntityRef,
  Promotion,
  Release,
} from 'backstage-plugin-promotion-common';
import {
  decideCommand,
  environmentSubject,
  replacedThere,
} from 'backstage-plugin-promotion-common/commands';
import type { Snapshot } from 'backstage-plugin-promotion-common/facts';
import { createPromotion } from 'backstage-plugin-promotion-common/lifecycle';
import { personOn, type Viewer } from '../Caller';
import { targetOf } from '../facts/commandSubjects';
import { planBack } from '../facts/planPath';
import { refuse } from '../RefusedError';
import type { BackendCommand, CommandPorts } from './CommandPorts';
import { componentOf, giveCommand, MAX_ROUNDS } from './giveCommand';
import { identityOf } from './createPromotion';
import { orRefuse } from './orRefuse';

/** Puts back what was there: by stopping one that is under way, or by a new promotion for one that ended. */
export const rollback: BackendCommand<'rollback'> = {
  about: componentOf,
  run: async ({ params, body }, viewer, ports) => {
    const { promotionId } = params;
    const { reason, releaseId } = body;
    const { promotion, decision } = await giveCommand(
      { promotionId, name: 'rollback', given: () => ({ reason }) },
      viewer,
      ports,
    );
    if (decision.event) return { promotionId };
    const { componentRef, from, to, releaseBefore } = promotion;
    const isAnother =
      releaseId !== undefined && releaseId !== releaseBefore?.releaseId;
    if (isAnother || !releaseBefore) {
      return rollBackTo(
        { componentRef, environment: to, releaseId: releaseId ?? '', reason },
        viewer,
        ports,
      );
    }
    return requestRollback(
      {
        componentRef,
        path: { from, to },
        release: releaseBefore,
        reason,
        rollbackOf: promotionId,
        undone: promotion.release,
      },
      viewer,
      ports,
    );
  },
};

/** Puts an environment back to a release that succeeded there and is not blocked. */
export const rollbackEnvironment: BackendCommand<'rollbackEnvironment'> = {
  about: ({ body }) => body.componentRef,
  run: ({ body }, viewer, ports) => rollBackTo(body, viewer, ports),
};

async function rollBackTo(
  wanted: {
    readonly componentRef: EntityRef;
    readonly environment: string;
    readonly releaseId: string;
    readonly reason: string;
  },
  viewer: Viewer,
  ports: CommandPorts,
) {
  const { componentRef, environment, releaseId, reason } = wanted;
  const snapshot = await ports.facts.gather(componentRef);
  const subject = environmentSubject(snapshot, environment, []);
  const answer = decideCommand(
    { name: 'rollback-environment', given: { releaseId } },
    subject,
    personOn(
      viewer,
      targetOf(snapshot, environment, viewer.caller.requesterRefs),
    ),
  );
  if (!answer.allowed) return refuse(answer.refusal);
  const release = await releaseFor(releaseId, snapshot, ports);
  const [path] = subject.paths;
  return requestRollback(
    {
      componentRef,
      path: { from: path?.from ?? '', to: environment },
      release,
      reason,
    },
    viewer,
    ports,
  );
}

/** What is to be put back, where, and why. */
export interface RollbackRequest {
  readonly componentRef: EntityRef;
  readonly path: { readonly from: string; readonly to: string };
  readonly release: Release;
  readonly reason: string;
  /** The promotion whose release is taken back. */
  readonly rollbackOf?: string;
  /** The release that is taken back: nothing else may stand there. Absent: whatever stands there. */
  readonly undone?: Release;
  readonly retryOf?: Promotion;
}

/** Makes the promotion that rolls back, which the core has allowed. One that is under way already answers. */
export async function requestRollback(
  request: RollbackRequest,
  viewer: Viewer,
  ports: CommandPorts,
): Promise<{ readonly promotionId: string }> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const promotionId = await tryRollback(request, viewer, ports);
    if (promotionId !== undefined) return { promotionId };
  }
  return refuse({
    code: 'outdated',
    message: `${request.path.to} of ${request.componentRef} changed while your request was saved. Reload it and try again.`,
  });
}

async function tryRollback(
  request: RollbackRequest,
  { caller }: Viewer,
  ports: CommandPorts,
): Promise<string | undefined> {
  const { componentRef, path, release, reason, rollbackOf, retryOf, undone } =
    request;
  const { requesterRefs } = caller;
  const snapshot = await ports.facts.gather(componentRef);
  const { now, open } = snapshot;
  const asked = { ...path, release, requesterRefs };
  const planned = orRefuse(await planBack(asked, snapshot, ports));
  const underWay = open.find(
    promotion =>
      promotion.kind === 'rollback' &&
      promotion.to === path.to &&
      promotion.release.releaseId === release.releaseId,
  );
  if (underWay) return underWay.promotionId;
  const { releaseBefore } = planned.plan;
  if (undone && releaseBefore && releaseBefore.releaseId !== undone.releaseId) {
    refuse(replacedThere(path.to, { now: releaseBefore, undone }).refusal);
  }
  const promotionId = randomUUID();
  const created = createPromotion({
    ...identityOf(planned),
    promotionId,
    kind: 'rollback',
    requestedBy: caller.actor,
    requesterRefs: [
      ...new Set([...requesterRefs, ...(retryOf?.requesterRefs ?? [])]),
    ],
    requestedAt: now,
    whenBlocked: 'wait',
    reason,
    terms: planned.terms,
    readiness: planned.readiness,
    ...(rollbackOf !== undefined && { rollbackOf }),
    ...(retryOf && { retryOf: retryOf.promotionId }),
  });
  const written = await ports.stores.promotions.create({
    ...created,
    now,
  });
  if (written.kind !== 'committed') return undefined;
  ports.wake();
  return promotionId;
}

/** The release by its id: seen here, recorded by a build, or brought by an earlier promotion. @throws NotFoundError */
async function releaseFor(
  releaseId: string,
  { component: { componentRef }, states }: Snapshot,
  { releases, stores }: CommandPorts,
): Promise<Release> {
  const { items } = await stores.promotions.list(
    { componentRef },
    { limit: 100 },
  );
  const known = [
    ...states.flatMap(({ desired, live }) => [desired, live]),
    ...(await releases.releases(componentRef)),
    ...items.flatMap(item => [item.release, item.releaseBefore]),
  ];
  const release = known.find(candidate => candidate?.releaseId === releaseId);
  if (release) return release;
  throw new NotFoundError(
    `Nothing is known of release ${releaseId} of ${componentRef}; choose one that was live there.`,
  );
}
