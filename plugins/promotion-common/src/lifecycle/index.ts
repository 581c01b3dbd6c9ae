// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export type { Allowed, TransitionEvent } from './PersonEvent';
export type { ChangeProgress } from './Progress';
export type { PromotionTerms } from './Promotion';
export type { TransitionRecord } from './TransitionResult';
export { createPromotion } from './createPromotion';
export { dueAt, validationName } from './deadlines';
export type { Effect, NextAction } from './effects';
export type { EventType, OutageSource, PromotionEvent } from './events';
export { holdsSlots, isTerminal } from './isTerminal';
export { nextAction } from './nextAction';
export { promotionTitle, reviewNotices } from './notices';
export { standingOnItsTurn } from './onJudgedAgain';
export { replay } from './replay';
export { slotKeys } from './slotKeys';
export { promotionStates, slotHoldingStates, terminalStates } from './states';
export { transition } from './transition';
