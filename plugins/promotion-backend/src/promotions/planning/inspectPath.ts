// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  CallContext,
  Deployer,
  Inspection,
} from 'backstage-plugin-promotion-node';
import type { ResolvedPath } from './resolvePath';

/** How long the outside may take to be looked at for a plan. */
const INSPECT_TIMEOUT_MS = 20_000;

/** Both ends of a path as they stand in git right now. */
export interface InspectedPath {
  readonly source: Inspection;
  readonly target: Inspection;
}

/** Reads the manifests of both ends, the only look outside a plan takes. @throws SourceUnreachableError */
export async function inspectPath(
  { source, target }: ResolvedPath,
  deployer: Pick<Deployer, 'inspect'>,
  context: CallContext = { signal: AbortSignal.timeout(INSPECT_TIMEOUT_MS) },
): Promise<InspectedPath> {
  const [sourceInspection, targetInspection] = await Promise.all([
    deployer.inspect(source, context),
    deployer.inspect(target, context),
  ]);
  return { source: sourceInspection, target: targetInspection };
}
