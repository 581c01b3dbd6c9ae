// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { DEMO_ENVIRONMENTS, DemoDeployment, DemoService } from './DemoService';

/** Deployments of one version, one environment after the other. */
function deployed(
  version: string,
  ...hoursAgo: readonly number[]
): DemoDeployment[] {
  return hoursAgo.flatMap((hours, index) => {
    const environment = DEMO_ENVIRONMENTS[index];
    return environment ? { version, environment, hoursAgo: hours } : [];
  });
}

/** The seven services of the demo, one for each situation. Everything lies 25 hours to 3 weeks back. */
export const DEMO_SERVICES: readonly DemoService[] = [
  {
    // Ready to go from dev to staging.
    name: 'checkout',
    port: 8081,
    observed: true,
    releases: [
      {
        version: '2.2.0',
        builtHoursAgo: 502,
        change: 'Keep the basket over a sign-in',
      },
      { version: '2.3.0', builtHoursAgo: 332, change: 'Pay with a voucher' },
      {
        version: '2.3.1',
        builtHoursAgo: 152,
        change: 'Round the tax once, at the end',
      },
      { version: '2.4.0', builtHoursAgo: 29, change: 'One-page checkout' },
    ],
    deployments: [
      ...deployed('2.2.0', 500, 480, 440, 410),
      ...deployed('2.3.0', 330, 310, 280, 250),
      ...deployed('2.3.1', 150, 120),
      ...deployed('2.4.0', 27),
    ],
  },
  {
    // Ready to go from staging to canary.
    name: 'search',
    port: 8082,
    observed: true,
    releases: [
      {
        version: '5.0.2',
        builtHoursAgo: 482,
        change: 'Forgive one typing mistake',
      },
      { version: '5.1.0', builtHoursAgo: 302, change: 'Suggest while typing' },
      { version: '5.2.0', builtHoursAgo: 102, change: 'Rank by availability' },
    ],
    deployments: [
      ...deployed('5.0.2', 480, 460, 420, 390),
      ...deployed('5.1.0', 300, 270, 240, 200),
      ...deployed('5.2.0', 100, 52),
    ],
  },
  {
    // Ready to go from canary to production.
    name: 'payments',
    port: 8083,
    observed: true,
    releases: [
      {
        version: '1.7.4',
        builtHoursAgo: 492,
        change: 'Retry a declined card once',
      },
      { version: '1.8.0', builtHoursAgo: 362, change: 'Bank transfer' },
      { version: '1.9.0', builtHoursAgo: 152, change: 'Refund in parts' },
    ],
    deployments: [
      ...deployed('1.7.4', 490, 470, 430, 400),
      ...deployed('1.8.0', 360, 330, 300, 260),
      ...deployed('1.9.0', 150, 100, 31),
    ],
  },
  {
    // Blocked on its way to canary: 78.0 % coverage and one high vulnerability.
    name: 'recommendations',
    port: 8084,
    observed: true,
    releases: [
      { version: '0.11.0', builtHoursAgo: 472, change: 'Others also bought' },
      {
        version: '0.11.2',
        builtHoursAgo: 312,
        change: 'Leave out what is sold out',
      },
      {
        version: '0.12.0',
        builtHoursAgo: 92,
        change: 'A new model',
        quality: { coveredLines: 7_800, highVulnerabilities: 1 },
      },
    ],
    deployments: [
      ...deployed('0.11.0', 470, 450, 410, 380),
      ...deployed('0.11.2', 310, 290, 250, 220),
      ...deployed('0.12.0', 90, 49),
    ],
  },
  {
    // Its next version is fine in dev and does not start in staging.
    name: 'notifier',
    port: 8085,
    observed: true,
    releases: [
      {
        version: '3.1.4',
        builtHoursAgo: 462,
        change: 'Send in the language of the customer',
      },
      {
        version: '3.2.0',
        builtHoursAgo: 322,
        change: 'Bundle messages of one hour',
      },
      {
        version: '3.3.0',
        builtHoursAgo: 34,
        change: 'Read the mail relay from a secret',
        crashesIn: [
          'notifier-staging',
          'notifier-canary',
          'notifier-production',
        ],
      },
    ],
    deployments: [
      ...deployed('3.1.4', 460, 440, 400, 370),
      ...deployed('3.2.0', 320, 290, 230, 180),
      ...deployed('3.3.0', 32),
    ],
  },
  {
    // Nobody has sent any evidence about it yet, and nobody measures it.
    name: 'reports',
    port: 8086,
    observed: false,
    releases: [
      { version: '1.0.0', builtHoursAgo: 452, change: 'First reports' },
      { version: '1.1.0', builtHoursAgo: 82, change: 'Export as CSV' },
    ],
    deployments: [
      ...deployed('1.0.0', 450, 420, 380, 340),
      ...deployed('1.1.0', 80),
    ],
  },
  {
    // Ready to go from canary to production but for the people who must agree.
    name: 'loyalty',
    port: 8087,
    observed: true,
    releases: [
      {
        version: '4.0.3',
        builtHoursAgo: 442,
        change: 'Points expire at the end of the year',
      },
      {
        version: '4.1.0',
        builtHoursAgo: 202,
        change: 'Share points in a household',
      },
    ],
    deployments: [
      ...deployed('4.0.3', 440, 410, 370, 330),
      ...deployed('4.1.0', 200, 150, 60),
    ],
  },
];
