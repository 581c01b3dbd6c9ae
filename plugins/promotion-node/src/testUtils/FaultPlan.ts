// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { SourceUnreachableError } from '../errors';

/** A fault that waits for its call. `after` = the effect has happened and the reply is lost. */
interface ArmedFault {
  readonly call: string | undefined;
  readonly when: 'before' | 'after';
  readonly error: Error;
}

/** Faults armed against the calls of a fake, and the record of the calls made. Each armed fault strikes once. */
export class FaultPlan<C extends string> {
  /** While true every call is rejected as unreachable. */
  down = false;
  /** Every call made, in order, those that failed included. */
  readonly calls: C[] = [];
  readonly #armed: ArmedFault[] = [];
  readonly #source: string;

  /** @param source named in the messages, such as `repository` */
  constructor(source: string) {
    this.#source = source;
  }

  failNext(call?: C, error?: Error): void {
    this.#armed.push({
      call,
      when: 'before',
      error:
        error ??
        new SourceUnreachableError(
          `${this.#source} did not answer (test fault)`,
        ),
    });
  }

  dropReplyAfterEffect(call: C): void {
    this.#armed.push({
      call,
      when: 'after',
      error: new SourceUnreachableError(
        `${this.#source} closed the connection before its reply (test fault)`,
      ),
    });
  }

  /** Runs one call of the fake under the armed faults. */
  async run<T>(call: C, signal: AbortSignal, effect: () => T): Promise<T> {
    this.calls.push(call);
    signal.throwIfAborted();
    if (this.down) {
      throw new SourceUnreachableError(`${this.#source} is down (test fault)`);
    }
    this.#strike(call, 'before');
    const answer = effect();
    this.#strike(call, 'after');
    return answer;
  }

  #strike(call: C, when: ArmedFault['when']): void {
    const index = this.#armed.findIndex(
      fault =>
        fault.when === when &&
        (fault.call === undefined || fault.call === call),
    );
    const [fault] = index < 0 ? [] : this.#armed.splice(index, 1);
    if (fault) {
      throw fault.error;
    }
  }
}
