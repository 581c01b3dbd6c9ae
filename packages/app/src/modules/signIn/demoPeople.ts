// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** Somebody one can sign in as in the demo. */
export interface DemoPerson {
  /** Name of the catalog user in the namespace `default`. */
  readonly name: string;
  readonly displayName: string;
  readonly role: string;
  /** What this person can do in the demo, as a sentence. */
  readonly can: string;
}

/** The six people of `examples/org.yaml`, in the order in which the demo's story meets them. */
export const demoPeople: readonly DemoPerson[] = [
  {
    name: 'olivia',
    displayName: 'Olivia Ortiz',
    role: 'Service owner',
    can: 'Owns the shop’s services and asks for their promotion.',
  },
  {
    name: 'sam',
    displayName: 'Sam Sato',
    role: 'SRE',
    can: 'Approves for operations, overrides a gate in an emergency, rolls back.',
  },
  {
    name: 'sofia',
    displayName: 'Sofia Silva',
    role: 'SRE',
    can: 'The second SRE: overrides a missing approval for what Sam requested.',
  },
  {
    name: 'quinn',
    displayName: 'Quinn Quist',
    role: 'QA',
    can: 'Approves for quality before a release reaches canary.',
  },
  {
    name: 'erin',
    displayName: 'Erin Eze',
    role: 'Engineering Lead',
    can: 'Approves production and reviews overrides; product owner of loyalty.',
  },
  {
    name: 'paul',
    displayName: 'Paul Pham',
    role: 'Product Owner',
    can: 'Approves what goes to production.',
  },
];
