// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { InputError, NotFoundError } from '@backstage/errors';
import { wholeSeconds } from '../git/GitCommit';
import { overlayPath, overlayText } from '../demo/demoManifests';
import { DEMO_ENVIRONMENTS, DemoEnvironment } from '../demo/DemoService';
import { DEMO_SERVICES } from '../demo/demoServices';
import { HttpFaults } from '../http/HttpFaults';
import { ControlContext } from './ControlContext';

/** Fields of an action's JSON body. */
export type ActionInput = Readonly<Record<string, unknown>>;
type Action = (
  context: ControlContext,
  input: ActionInput,
) => Promise<void> | void;

/** Name under which a service is unplugged. */
export const UNPLUGGED = 'unplugged';

/** Everything `POST /control/<action>` can do. */
export const CONTROL_ACTIONS = {
  'argocd-down': ({ argocd }) =>
    unplug(argocd.faults, 'upstream connect error'),
  'argocd-up': ({ argocd }) => argocd.faults.clear(UNPLUGGED),
  'github-down': ({ github }) => unplug(github.faults, 'Unicorn!'),
  'github-up': ({ github }) => github.faults.clear(UNPLUGGED),
  'prometheus-down': ({ prometheus }) =>
    unplug(prometheus.faults, 'Service Unavailable'),
  'prometheus-up': ({ prometheus }) => prometheus.faults.clear(UNPLUGGED),
  'pods-unhealthy': (context, input) => setSick(context, input, true),
  'pods-healthy': (context, input) => setSick(context, input, false),
  push: async (context, input) => {
    await pushSomething(context, input);
  },
  'arm-competing-push': (context, input) => {
    const place = placeOf(input);
    context.github.faults.beforeNextRefUpdate(() =>
      pushSomething(context, place),
    );
  },
  'send-evidence': async (context, input) => {
    await demoOf(context).sendGoodEvidence(componentOf(input));
  },
  'fire-alert': (context, input) =>
    demoOf(context).setAlert({
      ...placeOf(input),
      name: alertName(input),
      firing: true,
    }),
  'resolve-alert': (context, input) =>
    demoOf(context).setAlert({
      ...placeOf(input),
      name: alertName(input),
      firing: false,
    }),
  reset: async context => {
    context.github.reset();
    context.prometheus.faults.clear();
    await demoOf(context).reseed();
  },
} satisfies Record<string, Action>;

/** @throws NotFoundError for an action there is not, InputError for an input it cannot use */
export async function runControlAction(
  context: ControlContext,
  name: string,
  input: ActionInput,
): Promise<void> {
  const actions: Readonly<Record<string, Action | undefined>> = CONTROL_ACTIONS;
  const action = Object.hasOwn(CONTROL_ACTIONS, name)
    ? actions[name]
    : undefined;
  if (!action) {
    throw new NotFoundError(
      `The sandbox has no action "${name}"; there are ${Object.keys(
        CONTROL_ACTIONS,
      ).join(', ')}`,
    );
  }
  await action(context, input);
}

function unplug(faults: HttpFaults, body: string): void {
  faults.clear(UNPLUGGED);
  faults.add({
    name: UNPLUGGED,
    effect: { kind: 'answer', status: 503, body },
  });
}

function setSick(
  { argocd }: ControlContext,
  input: ActionInput,
  sick: boolean,
): void {
  const { component, environment } = placeOf(input);
  const app = argocd.controller.find(`${component}-${environment}`);
  if (!app) {
    throw new NotFoundError(
      `The sandbox has no application ${component}-${environment}`,
    );
  }
  argocd.controller.setSick(app, sick);
}

/** A commit of somebody else to an overlay: to another `version` of the service, or just a comment. */
async function pushSomething(
  context: ControlContext,
  input: ActionInput,
): Promise<void> {
  const { component, environment } = placeOf(input);
  const repository = context.git.repository('acme/gitops');
  const path = overlayPath(component, environment);
  const head = await repository.resolveCommit('main');
  const text = head ? await repository.text(head, path) : undefined;
  const service = DEMO_SERVICES.find(one => one.name === component);
  if (text === undefined || !service) {
    throw new NotFoundError(`acme/gitops has no ${path}`);
  }
  const now = wholeSeconds(context.clock.now());
  const { version } = input;
  if (
    version !== undefined &&
    !service.releases.some(one => one.version === version)
  ) {
    throw new InputError(`${component} has no release ${String(version)}`);
  }
  await repository.commitFiles({
    branch: 'main',
    files: {
      [path]:
        typeof version === 'string'
          ? overlayText(service, environment, version)
          : `${text.replace(
              /# looked at .*\n/g,
              '',
            )}# looked at by Grace, ${now}\n`,
    },
    message:
      typeof version === 'string'
        ? `Deploy ${component} ${version} to ${environment} by hand`
        : `Leave a note about ${component} in ${environment}`,
    author: { name: 'Grace Green', email: 'grace@acme.example', date: now },
  });
}

function demoOf(context: ControlContext) {
  if (!context.demo) {
    throw new InputError(
      'This sandbox was started without the demo; start it with seed: demo',
    );
  }
  return context.demo;
}

function componentOf(input: ActionInput): string {
  const { component } = input;
  if (
    typeof component !== 'string' ||
    !DEMO_SERVICES.some(one => one.name === component)
  ) {
    throw new InputError(
      `"component" must be one of ${DEMO_SERVICES.map(one => one.name).join(
        ', ',
      )}`,
    );
  }
  return component;
}

function placeOf(input: ActionInput): {
  component: string;
  environment: DemoEnvironment;
} {
  const environment = DEMO_ENVIRONMENTS.find(one => one === input.environment);
  if (!environment) {
    throw new InputError(
      `"environment" must be one of ${DEMO_ENVIRONMENTS.join(', ')}`,
    );
  }
  return { component: componentOf(input), environment };
}

function alertName(input: ActionInput): string {
  return typeof input.alert === 'string' && input.alert !== ''
    ? input.alert.slice(0, 100)
    : 'HighErrorRate';
}
