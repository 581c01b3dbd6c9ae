// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { RequestHandler, Response } from 'express';

/** What the caller sees instead of the true answer. */
export type FaultEffect =
  /** The connection is cut without an answer. */
  | { readonly kind: 'drop' }
  /** No answer ever; the caller has to give up by itself. */
  | { readonly kind: 'hang' }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    };

/** A fault that waits for requests to hit. */
export interface HttpFault {
  /** Shown in the control page and used to lift the fault again. */
  readonly name?: string;
  /** Upper case; absent: any. */
  readonly method?: string;
  /** Tested on the decoded path below the service's root, query included; absent: any. */
  readonly path?: RegExp;
  /** `after`: the true effect happens first and only the answer is lost. Default `before`. */
  readonly when?: 'before' | 'after';
  readonly effect: FaultEffect;
  /** How many requests it hits; absent: all until it is lifted. */
  readonly times?: number;
}

interface Armed {
  readonly fault: HttpFault;
  left: number;
}

/** The faults of one imitated service. The first one that matches a request is used up. */
export class HttpFaults {
  #armed: Armed[] = [];

  /** Arms a fault. @returns a function that lifts it again */
  add(fault: HttpFault): () => void {
    const armed = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
    this.#armed.push(armed);
    return () => {
      this.#armed = this.#armed.filter(one => one !== armed);
    };
  }

  /** Lifts the faults of that name, or all of them. */
  clear(name?: string): void {
    this.#armed =
      name === undefined
        ? []
        : this.#armed.filter(one => one.fault.name !== name);
  }

  /** Names of the named faults still armed. */
  names(): string[] {
    return this.#armed.flatMap(one => one.fault.name ?? []);
  }

  /** The middleware to mount in front of the service. */
  handler(): RequestHandler {
    return (request, response, next) => {
      const fault = this.#take(request.method, decode(request.url));
      if (!fault) {
        next();
        return;
      }
      if (fault.when === 'after') {
        applyAtEnd(response, fault.effect);
        next();
        return;
      }
      apply(response, fault.effect);
    };
  }

  #take(method: string, url: string): HttpFault | undefined {
    const hit = this.#armed.find(
      ({ fault }) =>
        (fault.method === undefined || fault.method === method) &&
        (fault.path === undefined || fault.path.test(url)),
    );
    if (!hit) {
      return undefined;
    }
    hit.left -= 1;
    if (hit.left <= 0) {
      this.#armed = this.#armed.filter(one => one !== hit);
    }
    return hit.fault;
  }
}

function apply(response: Response, effect: FaultEffect): void {
  if (effect.kind === 'hang') {
    return;
  }
  if (effect.kind === 'drop') {
    response.socket?.destroy();
    return;
  }
  response.status(effect.status).set(effect.headers ?? {});
  if (typeof effect.body === 'string') {
    response.type('text/plain').end(effect.body);
  } else {
    response.type('application/json').end(JSON.stringify(effect.body ?? {}));
  }
}

function applyAtEnd(response: Response, effect: FaultEffect): void {
  const end = response.end;
  response.end = (() => {
    response.end = end;
    response.getHeaderNames().forEach(name => response.removeHeader(name));
    apply(response, effect);
    return response;
  }) as typeof response.end;
}

function decode(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
