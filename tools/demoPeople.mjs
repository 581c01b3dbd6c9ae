// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** The six people of the demo, as `examples/org.yaml` has them. */
export const demoPeople = [
  {
    name: 'olivia',
    role: 'Service owner',
    can: 'asks for promotions of the storefront’s services',
  },
  {
    name: 'sam',
    role: 'SRE',
    can: 'approves for operations, overrides, rolls back',
  },
  {
    name: 'sofia',
    role: 'SRE',
    can: 'as Sam; overrides an approval for what Sam requested',
  },
  { name: 'quinn', role: 'QA', can: 'approves for quality before canary' },
  {
    name: 'erin',
    role: 'Engineering Lead',
    can: 'approves production, reviews overrides; product owner of loyalty',
  },
  { name: 'paul', role: 'Product Owner', can: 'approves production' },
];
