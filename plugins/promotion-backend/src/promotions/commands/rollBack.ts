// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from 'node:crypto';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  createPromotion,
  isTerminal,
  type EntityRef,
  type Promotion,
  type Release,
  type Snapshot,
} from 'backstage-plugin-promotion-common';
import type { Caller } from '../../Caller';
import { planBack } from '../../facts/planPath';
import { StaleViewError, type PromotionService } from '../PromotionService';
import { assertMayRollBack } from './authority';
import type { CommandPorts } from './CommandPorts';
import { commitCommand, getPromotion } from './commitCommand';
import { sameOnItsWay } from './openPromotions';
import { orRefuse } from './orRefuse';
import { identityOf } from './requestPromotion';

/** Puts back what was there: by stopping one that is under way, or by a new promotion for one that ended. */
export async function rollBackPromotion(
  command: Parameters<PromotionService['rollback']>[0],
  caller: Caller,
  ports: CommandPorts,
): Promise<{ readonly promotionId: string }> {
  const { promotionId, reason } = command;
  const original = await getPromotion(promotionId, ports);
  if (!isTerminal(original.state)) {
    await stopUnderWay(original, { reason, caller }, ports);
    return { promotionId };
  }
  const { componentRef, from, to } = original;
  const dossier = await ports.facts.gather(componentRef);
  const release = command.releaseId
    ? await releaseFor(command.releaseId, { componentRef, dossier }, ports)
    : original.releaseBefore;
  if (!release) {
    throw new InputError(
      `It is not known what was in ${to} before promotion ${promotionId}; name the release to go back to.`,
    );
  }
  return requestRollback(
    {
      componentRef,
      path: { from, to },
      release,
      reason,
      rollbackOf: promotionId,
    },
    caller,
    ports,
  );
}

/** Puts an environment back to a release that succeeded there and is not barred. */
export async function rollBackEnvironment(
  command: Parameters<PromotionService['rollbackEnvironment']>[0],
  caller: Caller,
  ports: CommandPorts,
): Promise<{ readonly promotionId: string }> {
  const { componentRef, environment, releaseId, reason } = command;
  const dossier = await ports.facts.gather(componentRef);
  const path = dossier.rules.rules.paths.find(({ to }) => to === environment);
  if (!path) {
    throw new InputError(
      `The rules ${dossier.rules.name} have no path into ${environment}; nothing was promoted there.`,
    );
  }
  const release = await releaseFor(releaseId, { componentRef, dossier }, ports);
  return requestRollback(
    { componentRef, path, release, reason },
    caller,
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
  readonly retryOf?: Promotion;
}

const MAX_ROUNDS = 5;

/** Makes the promotion that goes back. One that is on its way already answers. */
export async function requestRollback(
  request: RollbackRequest,
  caller: Caller,
  ports: CommandPorts,
): Promise<{ readonly promotionId: string }> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const promotionId = await tryRollback(request, caller, ports);
    if (promotionId !== undefined) return { promotionId };
  }
  throw new StaleViewError(
    `Others keep acting on ${request.componentRef} in ${request.path.to}; look again, then repeat.`,
    {},
  );
}

async function tryRollback(
  request: RollbackRequest,
  caller: Caller,
  ports: CommandPorts,
): Promise<string | undefined> {
  const { componentRef, path, release, reason, rollbackOf, retryOf } = request;
  const { requesterRefs } = caller;
  const snapshot = await ports.facts.gather(componentRef);
  const planned = orRefuse(
    await planBack({ ...path, release, requesterRefs }, snapshot, ports),
  );
  assertMayRollBack(planned.terms.path, caller, snapshot);
  const underWay = sameOnItsWay(snapshot.open, {
    kind: 'rollback',
    to: path.to,
    releaseId: release.releaseId,
  });
  if (underWay) return underWay.promotionId;
  const promotionId = randomUUID();
  const created = createPromotion({
    ...identityOf(planned),
    promotionId,
    kind: 'rollback',
    requestedBy: caller.actor,
    requesterRefs: [
      ...new Set([...caller.requesterRefs, ...(retryOf?.requesterRefs ?? [])]),
    ],
    requestedAt: snapshot.now,
    whenBlocked: 'wait',
    reason,
    terms: planned.terms,
    readiness: planned.readiness,
    ...(rollbackOf !== undefined && { rollbackOf }),
    ...(retryOf && { retryOf: retryOf.promotionId }),
  });
  const written = await ports.stores.promotions.create({
    ...created,
    now: snapshot.now,
  });
  if (written.kind !== 'committed') return undefined;
  ports.wake();
  return promotionId;
}

async function stopUnderWay(
  original: Promotion,
  { reason, caller }: { readonly reason: string; readonly caller: Caller },
  ports: CommandPorts,
): Promise<void> {
  const { actor } = caller;
  const dossier = await ports.facts.gather(original.componentRef);
  await commitCommand(
    {
      promotionId: original.promotionId,
      actor,
      decide: async promotion => {
        assertMayRollBack(promotion.terms.path, caller, dossier);
        return { event: { type: 'rollback-requested', actor, reason } };
      },
    },
    ports,
  );
}

/** The release by its id: seen here, recorded by a build, or brought by an earlier promotion. @throws NotFoundError */
async function releaseFor(
  releaseId: string,
  {
    componentRef,
    dossier,
  }: { readonly componentRef: EntityRef; readonly dossier: Snapshot },
  { releases, stores }: CommandPorts,
): Promise<Release> {
  const { items } = await stores.promotions.list(
    { componentRef },
    { limit: 100 },
  );
  const known = [
    ...dossier.states.flatMap(({ desired, live }) => [desired, live]),
    ...(await releases.releases(componentRef)),
    ...items.flatMap(item => [item.release, item.releaseBefore]),
  ];
  const release = known.find(candidate => candidate?.releaseId === releaseId);
  if (release) return release;
  throw new NotFoundError(
    `Nothing is known of release ${releaseId} of ${componentRef}; choose one that was live there.`,
  );
}
