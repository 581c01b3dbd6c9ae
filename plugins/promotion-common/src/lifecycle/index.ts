// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from './NewPromotion';
export * from './Progress';
export * from './Promotion';
export * from './TransitionResult';
export * from './createPromotion';
export { MAX_ATTEMPTS, deadlineFor, dueAt, validationName } from './deadlines';
export * from './effects';
export * from './events';
export * from './isTerminal';
export * from './nextAction';
export type { Allowed, TransitionEvent } from './PersonEvent';
export { promotionTitle, reviewNotices } from './notices';
export { standingOnItsTurn } from './onJudgedAgain';
export { blockingGateIds, quorumHolds } from './obstacles';
export * from './replay';
export * from './slotKeys';
export * from './states';
export type { TransitionContext } from './steps';
export * from './transition';
