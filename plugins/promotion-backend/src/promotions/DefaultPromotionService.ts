// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Caller } from '../Caller';
import { cancelPromotion } from './commands/cancelPromotion';
import type { CommandPorts } from './commands/CommandPorts';
import { decideApproval } from './commands/decideApproval';
import { decideRollback } from './commands/decideRollback';
import { liftBar } from './commands/liftBar';
import { overrideObstacle } from './commands/overrideObstacle';
import { requestPromotion } from './commands/requestPromotion';
import { retryPromotion } from './commands/retryPromotion';
import { reviewOverride } from './commands/reviewOverride';
import { rollBackEnvironment, rollBackPromotion } from './commands/rollBack';
import { withdrawApproval } from './commands/withdrawApproval';
import { planPath } from '../facts/planPath';
import { orRefuse } from './commands/orRefuse';
import type { PromotionService } from './PromotionService';

type CommandOf<K extends keyof PromotionService> = Parameters<
  PromotionService[K]
>[0];

/** The commands, each in its own file under `commands/`. */
export class DefaultPromotionService implements PromotionService {
  readonly #ports: CommandPorts;

  constructor(ports: CommandPorts) {
    this.#ports = ports;
  }

  async plan(request: CommandOf<'plan'>, caller: Caller) {
    const { requesterRefs } = caller;
    const { componentRef } = request;
    const snapshot = await this.#ports.facts.gather(componentRef);
    const planned = await planPath(
      { ...request, requesterRefs },
      snapshot,
      this.#ports,
    );
    return orRefuse(planned).plan;
  }

  async request(request: CommandOf<'request'>, caller: Caller) {
    return requestPromotion(request, caller, this.#ports);
  }

  async decideApproval(command: CommandOf<'decideApproval'>, caller: Caller) {
    return decideApproval(command, caller, this.#ports);
  }

  async withdrawApproval(
    command: CommandOf<'withdrawApproval'>,
    caller: Caller,
  ) {
    return withdrawApproval(command, caller, this.#ports);
  }

  async override(command: CommandOf<'override'>, caller: Caller) {
    return overrideObstacle(command, caller, this.#ports);
  }

  async reviewOverride(command: CommandOf<'reviewOverride'>, caller: Caller) {
    return reviewOverride(command, caller, this.#ports);
  }

  async cancel(command: CommandOf<'cancel'>, caller: Caller) {
    return cancelPromotion(command, caller, this.#ports);
  }

  async rollback(command: CommandOf<'rollback'>, caller: Caller) {
    return rollBackPromotion(command, caller, this.#ports);
  }

  async rollbackEnvironment(
    command: CommandOf<'rollbackEnvironment'>,
    caller: Caller,
  ) {
    return rollBackEnvironment(command, caller, this.#ports);
  }

  async decide(command: CommandOf<'decide'>, caller: Caller) {
    return decideRollback(command, caller, this.#ports);
  }

  async retry(command: CommandOf<'retry'>, caller: Caller) {
    return retryPromotion(command, caller, this.#ports);
  }

  async liftBar(command: CommandOf<'liftBar'>, caller: Caller) {
    return liftBar(command, caller, this.#ports);
  }
}
