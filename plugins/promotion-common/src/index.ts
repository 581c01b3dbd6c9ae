// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export type { PromotionCommandName } from './commands/authority';
export type {
  Observation,
  PreparedChange,
  ValidationResult,
} from './lifecycle/Progress';
export type { Promotion } from './lifecycle/Promotion';
export type { PromotionState } from './lifecycle/states';
export type { Actor } from './model/Actor';
export type {
  Approval,
  ApprovalRequirement,
  Override,
  OverrideTarget,
  Tally,
} from './model/Approval';
export type {
  EnvironmentProblem,
  EnvironmentState,
  HealthStatus,
  Origin,
  SyncStatus,
} from './model/EnvironmentState';
export type {
  Evidence,
  EvidenceFacts,
  EvidenceKind,
  EvidencePart,
  EvidenceSubject,
} from './model/Evidence';
export type { Explanation } from './model/Explanation';
export type { GateResult, GateStatus, Measure } from './model/Gate';
export type { BarredRelease } from './model/Hold';
export type {
  ApplicationId,
  FieldWrite,
  ManifestDiff,
  ManifestLocation,
  Plan,
} from './model/Plan';
export type { Obstacle } from './model/Readiness';
export type { Release } from './model/Release';
export type {
  Decimal,
  EntityRef,
  EnvironmentName,
  Timestamp,
} from './model/scalars';
export {
  RESOURCE_TYPE_PROMOTION,
  RESOURCE_TYPE_PROMOTION_TARGET,
  promotionApprovePermission,
  promotionCancelPermission,
  promotionCreatePermission,
  promotionEvidenceCreatePermission,
  promotionHoldCreatePermission,
  promotionHoldDeletePermission,
  promotionOverridePermission,
  promotionPermissions,
  promotionReadPermission,
  promotionRollbackPermission,
  promotionViewPermission,
} from './permissions';
export type {
  ResolvedEnvironment,
  ResolvedTarget,
} from './rules/ResolvedEnvironment';
export type { GateRules } from './rules/gateRules';
export type {
  ValidationKind,
  ValidationRules,
} from './rules/validations/ValidationKind';
export type {
  ComponentView,
  EnvironmentLane,
  PathView,
} from './views/ComponentView';
export type {
  PromotionSummary,
  PromotionView,
  TimelineEntry,
} from './views/PromotionView';
