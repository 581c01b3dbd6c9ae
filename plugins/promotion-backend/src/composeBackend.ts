// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  AuthService,
  LoggerService,
  RootConfigService,
  UrlReaderService,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { validationKinds } from 'backstage-plugin-promotion-common/rules';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import { UnavailableDeployments } from './adapters/argocd/UnavailableDeployments';
import { UnavailableRepository } from './adapters/github/UnavailableRepository';
import { DatabaseClock } from './DatabaseClock';
import {
  DatabaseEvidenceStore,
  EvidenceCollector,
  EvidenceRecorder,
  yieldedTiers,
} from './evidence';
import type { EvidenceReport } from './evidence/EvidenceRecorder';
import type { Caller } from './Caller';
import { recordEvidence } from './commands/recordEvidence';
import { composeDeployer } from './execution/composeDeployer';
import { OutboxRelay } from './execution/OutboxRelay';
import { PromotionWorker } from './execution/PromotionWorker';
import { HealthValidator } from './execution/validators/HealthValidator';
import type { Extensions } from './Extensions';
import { FactsGatherer } from './facts/FactsGatherer';
import { Loop } from './Loop';
import { ActualStateObserver } from './observation/ActualStateObserver';
import { DatabaseEnvironmentStateStore } from './observation/DatabaseEnvironmentStateStore';
import { DesiredStateObserver } from './observation/DesiredStateObserver';
import { Observer } from './observation/Observer';
import { Refresher } from './observation/Refresher';
import { databaseStores } from './store/DatabaseStores';
import { orRefuse } from './commands/orRefuse';
import { planPath } from './facts/planPath';
import { CatalogPeople, CatalogRoleDirectory, originTrust } from './roles';
import {
  CatalogComponentScope,
  ConfigRulesRegistry,
  DatabaseRulesRevisionStore,
  readPromotionConfig,
  rulesSourceOf,
} from './rules';
import { ViewReader } from './views/ViewReader';

const RULES_RELOAD_MS = 10_000;
const REFRESH_MS = 30_000;
const RELAY_MS = 2_000;

/** What the host gives. */
export interface HostServices {
  readonly config: RootConfigService;
  readonly logger: LoggerService;
  /** The plugin's own database, migrated. */
  readonly knex: Parameters<typeof databaseStores>[0];
  readonly catalog: CatalogService;
  readonly auth: AuthService;
  readonly reader: UrlReaderService;
  readonly signals: SignalsService;
}

/** Puts the parts together. Nothing runs before `start`. */
export async function composeBackend(
  host: HostServices,
  extensions: Extensions,
) {
  const { config, logger, knex, catalog, auth } = host;
  const settings = readPromotionConfig(config);
  const clock = new DatabaseClock(knex);
  const stores = databaseStores(knex);
  const states = new DatabaseEnvironmentStateStore(knex);
  const evidence = new DatabaseEvidenceStore(knex, clock);

  const rules = new ConfigRulesRegistry({
    documents: settings.rules.map(entry => ({
      entry,
      source: rulesSourceOf(entry.target, host.reader),
    })),
    revisions: new DatabaseRulesRevisionStore(knex),
    clock,
    logger,
    repositoryHost: settings.repositoryHost,
    validationKinds: [
      ...validationKinds,
      ...extensions.validators.map(({ kind }) => kind),
    ],
  });
  const scope = new CatalogComponentScope({
    catalog,
    auth,
    rules,
    kinds: [
      ...new Set(settings.rules.flatMap(({ appliesTo }) => appliesTo.kind)),
    ],
    logger,
  });
  const roles = new CatalogRoleDirectory(
    new CatalogPeople({
      catalog,
      auth,
      isTrusted: originTrust(config, settings.trustedOrigins),
    }),
    settings.operators,
  );

  const repository =
    extensions.repository ??
    new UnavailableRepository(
      'No module brings a GitOps repository. Install one, such as the one for GitHub.',
    );
  const deployments =
    extensions.createDeployments?.(repository, clock) ??
    new UnavailableDeployments(
      'No module brings a deployment tool. Install one, such as the one for Argo CD.',
    );
  const deployer = composeDeployer(repository, deployments);

  const collector = new EvidenceCollector({
    scope,
    states,
    evidence,
    providers: extensions.evidenceProviders,
    clock,
    logger,
  });
  const facts = new FactsGatherer({
    scope,
    states,
    evidence,
    roles,
    stores,
    clock,
  });
  const worker = new PromotionWorker({
    stores,
    clock,
    facts,
    deployer,
    validators: [new HealthValidator(deployer), ...extensions.validators],
    logger,
  });
  const publish = async (message: {
    readonly componentRef: string;
    readonly promotionId?: string;
  }) => {
    const { componentRef, promotionId } = message;
    await host.signals
      .publish({
        recipients: { type: 'broadcast' },
        channel: 'promotion',
        message: {
          componentRef,
          ...(promotionId !== undefined && { promotionId }),
        },
      })
      .catch((error: unknown) =>
        logger.debug(`No signal was sent: ${stringifyError(error)}`),
      );
  };
  const relay = new OutboxRelay({
    stores,
    clock,
    notifiers: extensions.notifiers,
    signals: { publish },
    membersOf: async (componentRef, names) => {
      const { component, rules: applied } = await scope.get(componentRef);
      const { roleMembers } = await roles.resolve(
        applied.rules.roles,
        component,
      );
      return [...new Set(names.flatMap(name => roleMembers[name] ?? []))];
    },
    linkTo: ({ componentRef, promotionId }) =>
      linkTo(config, componentRef, promotionId),
    logger,
  });
  const wake = () => {
    worker.wake();
    relay.wake();
  };
  const onChanged = async (componentRef: string) => {
    await stores.claims.wake({ componentRef }, await clock.now());
    wake();
    await publish({ componentRef });
  };

  const desired = new DesiredStateObserver({
    repository,
    promotions: {
      get: id => stores.promotions.get(id),
      newestInto: async place =>
        (await stores.promotions.list(place, { limit: 1 })).items[0],
    },
  });
  const observer = new Observer({
    scope,
    desired,
    actual: new ActualStateObserver(deployments, desired),
    states,
    evidence,
    clock,
    logger,
    onChanged,
  });
  const refresher = new Refresher({
    scope,
    observer,
    collector,
    stores,
    clock,
    logger,
    onRefreshed: onChanged,
  });
  const commandPorts = {
    stores,
    clock,
    facts,
    deployer,
    releases: evidence,
    wake,
  };
  const views = new ViewReader({
    facts,
    stores,
    clock,
    freshen: (componentRef, seen) => refresher.freshen(componentRef, seen),
  });
  const recorder = new EvidenceRecorder({
    scope,
    evidence,
    producers: settings.producers,
    clock,
    onRecorded: onChanged,
  });

  await rules.reload();
  const reloading = new Loop({
    name: 'reading of the rules',
    logger,
    run: () => rules.reload(),
  });
  return {
    scope,
    rules,
    yielded: yieldedTiers(settings.producers, extensions.evidenceProviders),
    evidence,
    commandPorts,
    plan: async (
      {
        componentRef,
        ...request
      }: {
        readonly componentRef: string;
        readonly from: string;
        readonly to: string;
        readonly releaseId?: string;
      },
      requesterRefs: readonly string[],
    ) => {
      const snapshot = await facts.gather(componentRef);
      const asked = { ...request, requesterRefs };
      return orRefuse(await planPath(asked, snapshot, commandPorts)).plan;
    },
    views,
    recorder: {
      record: (report: EvidenceReport, caller: Caller) =>
        recordEvidence(report, caller, { recorder, facts, releases: evidence }),
    },
    refresher,
    start() {
      reloading.start(RULES_RELOAD_MS);
      observer.start({ intervalMs: settings.observation.every });
      refresher.start({ intervalMs: REFRESH_MS });
      worker.start({ intervalMs: settings.worker.every });
      relay.start({ intervalMs: RELAY_MS });
    },
    async stop() {
      await Promise.all([
        reloading.stop(),
        worker.stop(),
        relay.stop(),
        observer.stop(),
        refresher.stop(),
      ]);
    },
  };
}

/** The tab of the component with the promotion open. */
function linkTo(
  config: RootConfigService,
  componentRef: string,
  promotionId: string,
): string {
  const [, kind = '', namespace = '', name = ''] =
    /^([^:]+):([^/]+)\/(.+)$/.exec(componentRef) ?? [];
  const base = config.getOptionalString('app.baseUrl') ?? '';
  return `${base}/catalog/${namespace}/${kind}/${name}/promotion?promotion=${promotionId}`;
}
