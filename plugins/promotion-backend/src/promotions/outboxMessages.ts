// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Effect, EntityRef } from 'backstage-plugin-promotion-common';
import type { TransitionCommit } from './PromotionStore';

/** What a `signal` message carries: ids only, so that who may not read the promotion learns nothing. */
export interface SignalPayload {
  readonly componentRef: EntityRef;
  readonly promotionId: string;
}

/** What a `notify` message carries: the effect, and what it is about. */
export type NotifyPayload = Extract<Effect, { readonly kind: 'notify' }> &
  SignalPayload;

/** The messages that go out after a transition: one signal, and each notification it asks for. */
export function outboxMessagesOf(
  commit: Pick<TransitionCommit, 'promotion' | 'effects'>,
): readonly (
  | { readonly kind: 'signal'; readonly payload: SignalPayload }
  | { readonly kind: 'notify'; readonly payload: NotifyPayload }
)[] {
  const { componentRef, promotionId } = commit.promotion;
  const about = { componentRef, promotionId };
  return [
    { kind: 'signal', payload: about },
    ...commit.effects.flatMap(effect =>
      effect.kind === 'notify'
        ? [{ kind: 'notify' as const, payload: { ...effect, ...about } }]
        : [],
    ),
  ];
}
