// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export { upgradeOverride } from './Approval';
export { environmentStateSchema, type LiveInterval } from './EnvironmentState';
export {
  evidenceFactsSchema,
  evidenceIdOf,
  evidenceSchema,
  evidenceSubjectSchema,
  type EvidenceTier,
} from './Evidence';
export type { Hold } from './Hold';
export type { Readiness } from './Readiness';
export { releaseSchema, type ReleaseImage } from './Release';
export { canonicalJson, contentHash } from './contentHash';
export { formatMoment } from './formatMoment';
export { earliest, isBefore, millisOf, plusMs } from './moment';
export { EVERYWHERE, movingTagsOf, type MovingTags } from './movingTag';
export { durationSchema } from './quantities';
export { makeRelease } from './releaseId';
export { runsImage, sameImage, sameImageName } from './sameImage';
export { entityRefSchema, type ContentHash } from './scalars';
