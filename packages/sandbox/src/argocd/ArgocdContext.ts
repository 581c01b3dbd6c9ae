// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Request } from 'express';
import { ArgocdController } from './ArgocdController';
import { ApplicationState } from './ApplicationState';
import { ArgocdHttpError, permissionDenied } from './ArgocdHttpError';
import { ArgocdCaller, ArgocdSessions } from './ArgocdSessions';
import { ControllerContext } from './ControllerContext';
import { presentApplication } from './present/presentApplication';

/** What every route of the Argo CD API works with. */
export interface ArgocdContext {
  readonly controller: ArgocdController;
  readonly sessions: ArgocdSessions;
  readonly world: ControllerContext;
  /** Root of the sandbox without slash. */
  readonly baseUrl: () => string;
}

/** @throws ArgocdHttpError 401 */
export function callerOf(
  context: ArgocdContext,
  request: Request,
): ArgocdCaller {
  return context.sessions.authenticate(
    request.headers.authorization,
    request.headers.cookie,
  );
}

export function mayRead(caller: ArgocdCaller, project: string): boolean {
  return caller.projects === undefined || caller.projects.includes(project);
}

/** How the caller named the application it wants. */
export interface ApplicationQuestion {
  readonly name: string;
  readonly project?: string;
  readonly appNamespace?: string;
}

/**
 * The application, if the caller may see it. Without `project` an unknown one and a forbidden one
 * look alike (403); with a permitted `project` an unknown one is 404.
 */
export function applicationOf(
  context: ArgocdContext,
  caller: ArgocdCaller,
  question: ApplicationQuestion,
): ApplicationState {
  const { name, project, appNamespace } = question;
  const app = context.controller.find(name);
  if (
    (appNamespace && appNamespace !== 'argocd') ||
    (project && !mayRead(caller, project))
  ) {
    throw permissionDenied();
  }
  if (project && app?.definition.project !== project) {
    throw new ArgocdHttpError(
      5,
      `applications.argoproj.io "${name}" not found`,
    );
  }
  if (!app || !mayRead(caller, app.definition.project)) {
    throw permissionDenied();
  }
  return app;
}

/** The application a GET or DELETE names: `project` and `appNamespace` stand in the query. */
export function applicationOfQuery(
  context: ArgocdContext,
  request: Request,
): ApplicationState {
  const projects = queryTexts(request, 'project');
  if (projects.length > 1) {
    throw new ArgocdHttpError(
      3,
      'multiple projects specified - the get endpoint accepts either zero or one project',
    );
  }
  return applicationOf(context, callerOf(context, request), {
    name: request.params.name ?? '',
    project: projects[0],
    appNamespace: queryTexts(request, 'appNamespace')[0],
  });
}

/** All values of a query parameter. */
export function queryTexts(request: Request, name: string): string[] {
  const value = request.query[name];
  const all = Array.isArray(value) ? value : [value];
  return all.filter(
    (one): one is string => typeof one === 'string' && one !== '',
  );
}

/** The Application as the API shows it. */
export function presented(
  context: ArgocdContext,
  app: ApplicationState,
  resourceHealth = true,
) {
  return presentApplication(app, {
    repoUrl: `${context.baseUrl()}/${app.definition.repository}`,
    view: context.controller.view(app),
    resourceHealth,
  });
}
