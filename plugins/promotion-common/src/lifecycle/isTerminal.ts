// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { PromotionState } from './states';
import { slotHoldingStates, terminalStates, waitingStates } from './states';

/** States without a way out. */
export type TerminalState = (typeof terminalStates)[number];
/** States in which something can still happen. */
export type OpenState = Exclude<PromotionState, TerminalState>;
/** States that wait for people, evidence, time or a turn. */
export type WaitingState = (typeof waitingStates)[number];

/** Whether it has ended: nothing can happen to it any more. */
export function isTerminal(state: PromotionState): state is TerminalState {
  return terminalStates.some(terminal => terminal === state);
}

/** Whether it waits before execution, and holds no slot. */
export function isWaiting(state: PromotionState): state is WaitingState {
  return waitingStates.some(waiting => waiting === state);
}

/** Whether it holds slots: from the decision to execute until the end. */
export function holdsSlots(state: PromotionState): boolean {
  return slotHoldingStates.some(holding => holding === state);
}
