// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { OWNER_ROLE } from 'backstage-plugin-promotion-common/rules';

/** Rules of the harness: one path without people, one with approvals, overrides and the gates of both. */
export const HARNESS_RULES = `
apiVersion: promotion/v1
kind: PromotionRules
metadata:
  name: harness
outage:
  max: 30m
environments:
  dev: &environment
    repository: https://github.example/acme/gitops
    targets:
      - manifest:
          path: services/{component}/overlays/{environment}
        application:
          name: '{component}-{environment}'
  staging: *environment
  production: *environment
roles:
  sre: { title: SRE, groups: [group:default/sre] }
  qa: { title: QA, groups: [group:default/qa] }
  lead: { title: Lead, groups: [group:default/leads] }
paths:
  - from: dev
    to: staging
    gates:
      - { kind: coverage, min: 70% }
    validations:
      - { kind: health, settle: 30s }
    overrides:
      roles: [sre]
      targets: [gates, approval, holds, barred]
      review: { role: lead, within: 72h }
  - from: staging
    to: production
    gates:
      - { kind: coverage, min: 80% }
    approvals:
      slots: [{ role: sre }, { role: qa }]
      expireAfter: 2d
      timeout: 5d
    validations:
      - { kind: health, settle: 30s }
    rollback:
      onFailure: propose
      requires: { roles: [sre] }
    overrides:
      roles: [sre]
      targets: [gates]
      allowRequester: false
`;

/** Who holds which role in the harness. Erin leads, and may stand for nobody else. */
export const HARNESS_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  sre: ['user:default/sam', 'user:default/sofia'],
  qa: ['user:default/quinn'],
  lead: ['user:default/erin'],
  [OWNER_ROLE]: ['user:default/dana', 'user:default/sam'],
};
