// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { ApplicationState } from '../ApplicationState';
import {
  ArgocdContext,
  callerOf,
  mayRead,
  presented,
  queryTexts,
} from '../ArgocdContext';
import { projectFields } from '../projectFields';

const KEEP_ALIVE_MS = 15_000;

/** The watch: NDJSON by default, server-sent events on request. A hint for clients, never a proof. */
export function streamRoutes(context: ArgocdContext): Router {
  const router = PromiseRouter();

  router.get('/api/v1/stream/applications', (request, response) => {
    const caller = callerOf(context, request);
    const [name, project, fields] = ['name', 'project', 'fields'].map(
      key => queryTexts(request, key)[0],
    );
    const since = Number(queryTexts(request, 'resourceVersion')[0] ?? 0);
    const events = /text\/event-stream/.test(request.headers.accept ?? '');
    response
      .status(200)
      .set('content-type', events ? 'text/event-stream' : 'application/json');
    response.flushHeaders();

    let sent = 0;
    const previous = new Map<string, string>();
    const send = (app: ApplicationState, type: string) => {
      const text = JSON.stringify({
        result: projectFields(
          { type, application: presented(context, app) },
          fields?.replace(/(^|,)result\./g, '$1'),
        ),
      });
      // Identical consecutive messages are suppressed.
      if (previous.get(app.definition.name) === text) {
        return;
      }
      previous.set(app.definition.name, text);
      response.write(events ? `data: ${text}\n\n` : `${text}\n`);
      sent += 1;
      const { cutStreamAfterEvents } = context.world.faults;
      if (cutStreamAfterEvents !== undefined && sent >= cutStreamAfterEvents) {
        // A stream that breaks off says so without a trailing newline.
        response.end(
          '{"error":{"grpc_code":14,"http_code":503,"message":"transport is closing","http_status":"Service Unavailable"}}',
        );
        response.emit('close');
      }
    };
    const wanted = (app: ApplicationState) =>
      (name === undefined || app.definition.name === name) &&
      (project === undefined || app.definition.project === project) &&
      mayRead(caller, app.definition.project);

    const unsubscribe = context.controller.subscribe((app, type) => {
      if (wanted(app) && app.resourceVersion > since) {
        send(app, type);
      }
    });
    const keepAlive = events
      ? setInterval(() => response.write(':\n\n'), KEEP_ALIVE_MS).unref()
      : undefined;
    const stop = () => {
      unsubscribe();
      clearInterval(keepAlive);
    };
    response.on('close', stop);
    context.controller
      .list()
      .filter(wanted)
      .forEach(app => send(app, 'ADDED'));
  });
  return router;
}
