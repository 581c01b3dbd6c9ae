// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** The rules of the situations: four environments in a row, the gates of the guide, and a trial gate that blocks nothing. */
export const rulesText = `
apiVersion: promotion/v1
kind: PromotionRules
metadata: { name: default }
environments:
  dev: &environment
    repository: acme/gitops
    targets:
      - manifest: { path: 'apps/{component}/{environment}' }
        application: { name: '{component}-{environment}' }
  staging: *environment
  canary: *environment
  production: *environment
roles:
  sre: { title: SRE, groups: [group:default/sre] }
  qa: { title: QA, groups: [group:default/qa] }
  engineering-lead:
    { title: Engineering Lead, groups: [group:default/engineering-leads] }
paths:
  - from: dev
    to: staging
    gates: &gates
      - { kind: tests, suites: [unit, integration] }
      - { kind: coverage, min: 80% }
      - { kind: vulnerabilities, maxCritical: 0, maxHigh: 0 }
      - { kind: code-quality, maxLintErrors: 0 }
      - { kind: slo, minAvailability: 99.5%, maxErrorRate: 0.5%, maxAge: 15m }
      - { kind: error-budget, objective: 99.5%, maxConsumed: 30%, maxAge: 15m }
      - { kind: stability, minDuration: 2h }
      - { kind: performance, name: trial-latency, mode: observe, maxP95LatencyMs: 300 }
    validations: [{ kind: health }]
    overrides: &overrides
      roles: [sre]
      targets: [gates, approval, windows, holds, barred]
      review: { role: engineering-lead, within: 72h }
  - from: staging
    to: canary
    gates: *gates
    approvals: { slots: [{ role: sre }, { role: qa }] }
    overrides: *overrides
  - from: canary
    to: production
    gates: *gates
    overrides: *overrides
`;
