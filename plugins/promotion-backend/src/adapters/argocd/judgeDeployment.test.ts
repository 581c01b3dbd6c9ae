// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Observation } from 'backstage-plugin-promotion-common';
import type { ApplicationReading } from './ApplicationReading';
import { judgeDeployment } from './judgeDeployment';
import {
  at,
  COMMIT,
  DIGEST,
  IMAGE,
  LATER_COMMIT,
  makeApplication,
  makeReading,
  makeRequest,
  makeWorkload,
  OLD_COMMIT,
  OLD_DIGEST,
  ownOperation,
} from './__testUtils__/makeReading';

const reading = (
  status: Record<string, unknown>,
  rest: Partial<ApplicationReading> = {},
) => makeReading({ application: makeApplication(status), ...rest });
const succeeded = makeApplication().status?.operationState;
const judge = (one: ApplicationReading, request = makeRequest()) =>
  judgeDeployment([one], request);

/** Looks at the same thing twice, the second time so much later. */
const judgeTwice = (
  one: ApplicationReading,
  laterMs: number,
  request = makeRequest(),
) => {
  const previous = judge(one, request);
  const now = new Date(request.now.getTime() + laterMs);
  return judge(one, { ...request, now, previous });
};

describe('a deployment that meets every condition', () => {
  it('is live on the second of two readings far enough apart', () => {
    const first = judge(makeReading());
    expect(first).toMatchObject({ status: 'waiting', healthySince: at(60) });
    expect(judgeTwice(makeReading(), 10_000)).toMatchObject({
      status: 'live',
      revision: COMMIT,
      health: 'healthy',
      healthySince: at(60),
      images: [`${IMAGE}:2.4.0@${DIGEST}`],
      message: expect.stringContaining('by the digest'),
    });
  });

  it('is not live when the readings are closer than the settle time', () => {
    expect(judgeTwice(makeReading(), 9_999).status).toBe('waiting');
  });

  it('is not live on one reading, even without a settle time', () => {
    expect(judge(makeReading(), makeRequest({ settleMs: 0 })).status).toBe(
      'waiting',
    );
  });

  it('says so when only the tag could be compared', () => {
    const request = makeRequest({ images: [{ name: IMAGE, tag: '2.4.0' }] });
    expect(judgeTwice(makeReading(), 10_000, request)).toMatchObject({
      status: 'live',
      message: expect.stringContaining('not pinned by a digest'),
    });
  });

  it('is live at a later commit that holds our image', () => {
    const later = reading(
      {
        sync: { status: 'Synced', revision: LATER_COMMIT },
        operationState: {
          ...succeeded,
          syncResult: { revision: LATER_COMMIT },
        },
      },
      { revision: LATER_COMMIT },
    );
    expect(judgeTwice(later, 10_000).status).toBe('live');
  });

  it('is live without any operation: our change made no difference, or auto-sync was first', () => {
    expect(
      judgeTwice(reading({ operationState: undefined }), 10_000).status,
    ).toBe('live');
  });

  it('is live although the last operation was for another revision, long ago', () => {
    const old = {
      phase: 'Succeeded',
      finishedAt: at(-900),
      syncResult: { revision: OLD_COMMIT },
    };
    expect(judgeTwice(reading({ operationState: old }), 10_000).status).toBe(
      'live',
    );
  });
});

describe('what is not there yet is waited for, and named', () => {
  const table: [string, ApplicationReading, RegExp][] = [
    [
      'condition 2: it has not looked since the push',
      reading({ reconciledAt: at(-5) }),
      /look at the repository/,
    ],
    [
      'condition 2: it looked in the same second',
      reading({ reconciledAt: at(0) }),
      /look at the repository/,
    ],
    [
      'condition 2: it has never looked',
      reading({ reconciledAt: undefined }),
      /look at the repository/,
    ],
    [
      'condition 3: an error of comparison that is young',
      reading({
        conditions: [
          {
            type: 'ComparisonError',
            message: 'rpc error',
            lastTransitionTime: at(50),
          },
        ],
      }),
      /ComparisonError: rpc error/,
    ],
    [
      'condition 4: an operation is under way',
      makeReading({
        application: makeApplication(
          {
            operationState: {
              phase: 'Running',
              message: 'waiting for healthy state of apps/Deployment/checkout',
            },
          },
          { operation: ownOperation },
        ),
      }),
      /waiting for healthy state of apps\/Deployment\/checkout/,
    ],
    [
      'condition 4: between automatic retries, Running with an end',
      makeReading({
        application: makeApplication(
          {
            operationState: {
              phase: 'Running',
              finishedAt: at(30),
              message: 'Retrying attempt #1 at 3:04PM.',
            },
          },
          { operation: ownOperation },
        ),
      }),
      /Retrying attempt #1/,
    ],
    [
      'parked in a closed window',
      makeReading({
        application: makeApplication(
          {
            operationState: {
              phase: 'Running',
              message: 'Sync operation blocked by sync window',
            },
          },
          { operation: ownOperation },
        ),
      }),
      /blocked by sync window/,
    ],
    [
      'a hook that never completes',
      makeReading({
        application: makeApplication(
          {
            operationState: {
              phase: 'Running',
              message: 'waiting for completion of hook batch/Job/migrate',
            },
          },
          { operation: ownOperation },
        ),
      }),
      /hook batch\/Job\/migrate/,
    ],
    [
      'condition 4: it is being deleted',
      makeReading({
        application: makeApplication(
          {},
          { metadata: { name: 'checkout-staging', deletionTimestamp: at(1) } },
        ),
      }),
      /being deleted/,
    ],
    [
      'condition 5: it is out of sync, by these resources',
      reading({
        sync: { status: 'OutOfSync', revision: COMMIT },
        resources: [
          { kind: 'Deployment', name: 'checkout', status: 'OutOfSync' },
          { kind: 'Service', name: 'checkout', status: 'Synced' },
        ],
      }),
      /OutOfSync: Deployment checkout\.$/,
    ],
    [
      'a resource that was not pruned',
      reading({
        sync: { status: 'OutOfSync', revision: COMMIT },
        resources: [
          {
            kind: 'ConfigMap',
            name: 'old',
            status: 'OutOfSync',
            requiresPruning: true,
          },
        ],
      }),
      /ConfigMap old \(to be pruned\)/,
    ],
    [
      'condition 6: what is synced and healthy is the old commit',
      reading(
        { sync: { status: 'Synced', revision: OLD_COMMIT } },
        { revision: OLD_COMMIT, containsCommit: false, desired: undefined },
      ),
      /to notice ccccccc; it is at aaaaaaa/,
    ],
    [
      'condition 8: not compared since the operation ended',
      reading({ reconciledAt: at(15) }),
      /compare again after the sync/,
    ],
    [
      'condition 8: compared in the very second it ended',
      reading({ reconciledAt: at(20) }),
      /compare again after the sync/,
    ],
    [
      'condition 9: progressing',
      reading({ health: { status: 'Progressing' } }),
      /new Pods/,
    ],
    [
      'condition 9: progressing, with what is not healthy',
      reading({
        health: { status: 'Progressing' },
        resources: [
          {
            kind: 'Deployment',
            name: 'checkout',
            status: 'Synced',
            health: { status: 'Progressing', message: '1 of 2 updated' },
          },
        ],
      }),
      /Deployment checkout is Progressing \(1 of 2 updated\)/,
    ],
    [
      'condition 9: missing',
      reading({ health: { status: 'Missing' } }),
      /missing/,
    ],
    [
      'condition 9: unknown',
      reading({ health: { status: 'Unknown' } }),
      /does not know the health/,
    ],
    [
      'condition 9: not told yet',
      reading({ health: undefined }),
      /does not know the health/,
    ],
    [
      'condition 10: Pods not looked at',
      makeReading({ live: undefined }),
      /which images the Pods run/,
    ],
    [
      'condition 10: the workload controller has not seen its newest template',
      makeReading({
        workloads: [makeWorkload({ status: { observedGeneration: 2 } })],
      }),
      /Deployment checkout has not taken up/,
    ],
    [
      'condition 10: healthy, but by the old Pods',
      makeReading({
        live: [
          { pod: 'checkout-0', name: IMAGE, tag: '2.3.0', digest: OLD_DIGEST },
        ],
      }),
      /1 of 1 containers still run another image: Pod checkout-0/,
    ],
    [
      'condition 10: one of two Pods is old',
      makeReading({
        live: [
          { pod: 'checkout-1', name: IMAGE, tag: '2.4.0', digest: DIGEST },
          { pod: 'checkout-0', name: IMAGE, tag: '2.3.0', digest: OLD_DIGEST },
        ],
      }),
      /1 of 2 containers/,
    ],
    [
      'condition 10: the tag is right and the digest is another',
      makeReading({
        live: [
          { pod: 'checkout-1', name: IMAGE, tag: '2.4.0', digest: OLD_DIGEST },
        ],
      }),
      /another image/,
    ],
    [
      'condition 10: a Pod has not reported its digest',
      makeReading({ live: [{ pod: 'checkout-1', name: IMAGE, tag: '2.4.0' }] }),
      /has not reported which digest/,
    ],
    [
      'the image never belonged to the application',
      makeReading({
        live: [
          {
            pod: 'other-1',
            name: 'registry.example/acme/other',
            tag: '1',
            digest: OLD_DIGEST,
          },
        ],
        workloads: [
          makeWorkload({
            spec: {
              template: {
                spec: {
                  containers: [{ image: 'registry.example/acme/other:1' }],
                },
              },
            },
          }),
        ],
      }),
      /No Pod and no workload of the application runs/,
    ],
    ['condition 10: no Pod yet', makeReading({ live: [] }), /No Pod runs/],
  ];

  it.each(table)('%s', (_title, one, message) => {
    const observation = judgeTwice(one, 20_000);
    expect(observation).toMatchObject({
      status: 'waiting',
      message: expect.stringMatching(message),
    });
    expect(observation.healthySince).toBeUndefined();
  });

  it('takes the template for proof where the workload is scaled to zero', () => {
    const idle = makeReading({
      live: [],
      workloads: [
        makeWorkload({ spec: { ...makeWorkload().spec, replicas: 0 } }),
      ],
    });
    expect(judgeTwice(idle, 10_000).status).toBe('live');
  });

  it('compares with the name the image has in the cluster', () => {
    const mirrored = 'mirror.example/acme/checkout';
    const one = makeReading({
      desired: [
        {
          name: IMAGE,
          tag: '2.4.0',
          digest: DIGEST,
          inCluster: { name: mirrored, tag: '2.4.0', digest: DIGEST },
        },
      ],
      live: [
        { pod: 'checkout-1', name: mirrored, tag: '2.4.0', digest: DIGEST },
      ],
    });
    expect(judgeTwice(one, 10_000).status).toBe('live');
  });

  it('starts counting anew when a healthy flash was followed by progress', () => {
    const flash = judge(makeReading());
    const progressing = judge(
      reading({ health: { status: 'Progressing' } }),
      makeRequest({ now: new Date(at(65)), previous: flash }),
    );
    const healthy = judge(
      makeReading(),
      makeRequest({ now: new Date(at(75)), previous: progressing }),
    );
    expect(healthy).toMatchObject({ status: 'waiting', healthySince: at(75) });
  });
});

describe('the answer is no', () => {
  const failed: [string, ApplicationReading, RegExp][] = [
    [
      'condition 7: our operation failed, Argo CD has no retry left',
      reading({
        operationState: {
          ...succeeded,
          phase: 'Failed',
          message: 'one or more objects failed to apply',
        },
      }),
      /sync failed: one or more objects failed to apply/,
    ],
    [
      'condition 7: our operation errored',
      reading({
        operationState: { ...succeeded, phase: 'Error', message: 'x' },
      }),
      /sync errored: x/,
    ],
    [
      'condition 7: an automatic operation for our revision failed',
      reading({
        sync: { status: 'OutOfSync', revision: COMMIT },
        operationState: {
          phase: 'Failed',
          message: 'no',
          finishedAt: at(20),
          syncResult: { revision: COMMIT },
        },
      }),
      /sync failed: no/,
    ],
    [
      'condition 7: it succeeded but for one resource',
      reading({
        operationState: {
          ...succeeded,
          syncResult: {
            revision: COMMIT,
            resources: [
              {
                kind: 'Deployment',
                name: 'checkout',
                status: 'SyncFailed',
                message: 'denied',
              },
            ],
          },
        },
      }),
      /Deployment checkout was not applied: denied/,
    ],
  ];

  it.each(failed)('%s', (_title, one, message) => {
    expect(judge(one)).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(message),
    });
  });

  it('condition 3: an error of comparison that has stood for three minutes since the push', () => {
    const broken = reading({
      reconciledAt: at(230),
      conditions: [
        {
          type: 'ComparisonError',
          message: 'kustomize build failed',
          lastTransitionTime: at(40),
        },
      ],
    });
    expect(judge(broken, makeRequest({ now: new Date(at(219)) })).status).toBe(
      'waiting',
    );
    expect(judge(broken, makeRequest({ now: new Date(at(220)) })).status).toBe(
      'failed',
    );
  });

  it('a repository server that gives no answer is waited for, however long', () => {
    const away = reading({
      conditions: [
        {
          type: 'ComparisonError',
          message: 'rpc error: code = Unavailable desc = connection refused',
          lastTransitionTime: at(40),
        },
      ],
    });
    expect(judge(away, makeRequest({ now: new Date(at(3_600)) })).status).toBe(
      'waiting',
    );
  });

  it('degraded for less than the grace time is waited for, and for longer is a no', () => {
    const healthy = judge(makeReading());
    const degraded = reading({
      health: { status: 'Degraded', message: 'CrashLoopBackOff' },
    });
    const first = judge(
      degraded,
      makeRequest({ now: new Date(at(70)), previous: healthy }),
    );
    expect(first).toMatchObject({
      status: 'waiting',
      message: expect.stringMatching(
        /It has until .* UTC to recover before this counts as failed\.$/,
      ),
    });
    const early = judge(
      degraded,
      makeRequest({ now: new Date(at(99)), previous: first }),
    );
    expect(early.status).toBe('waiting');
    const late = judge(
      degraded,
      makeRequest({ now: new Date(at(100)), previous: early }),
    );
    expect(late).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('CrashLoopBackOff'),
    });
  });

  it('one that was degraded before our change is not our failure until it has been better', () => {
    const degraded = reading({ health: { status: 'Degraded' } });
    const look = (
      seconds: number,
      one: ApplicationReading,
      previous?: Observation,
    ) => judge(one, makeRequest({ now: new Date(at(seconds)), previous }));
    const first = look(60, degraded);
    const second = look(120, degraded, first);
    expect(second).toMatchObject({
      status: 'waiting',
      wasDegradedBefore: true,
      message: expect.stringContaining('before'),
    });
    const better = look(
      130,
      reading({ health: { status: 'Progressing' } }),
      second,
    );
    const worse = look(140, degraded, better);
    expect(look(170, degraded, worse).status).toBe('failed');
  });
});

describe('neither yes nor no', () => {
  it('condition 6: superseded when the synced manifest holds another image', () => {
    const desired = [
      {
        name: IMAGE,
        tag: '2.5.0',
        digest: OLD_DIGEST,
        inCluster: { name: IMAGE, tag: '2.5.0' },
      },
    ];
    expect(
      judge(makeReading({ revision: LATER_COMMIT, desired })),
    ).toMatchObject({
      status: 'superseded',
      message: expect.stringContaining('ddddddd'),
    });
  });

  it('condition 6: superseded when the manifest no longer names the image', () => {
    expect(
      judge(makeReading({ revision: LATER_COMMIT, desired: [] })).status,
    ).toBe('superseded');
  });

  it('condition 9: suspended is its own outcome', () => {
    expect(
      judge(
        reading({
          health: { status: 'Suspended', message: 'CanaryPauseStep' },
        }),
      ),
    ).toMatchObject({
      status: 'suspended',
      message: expect.stringContaining('CanaryPauseStep'),
    });
  });
});

describe('an environment with several applications', () => {
  const twice = (readings: readonly ApplicationReading[]) => {
    const previous = judgeDeployment(readings, makeRequest());
    return judgeDeployment(
      readings,
      makeRequest({ previous, now: new Date(at(120)) }),
    );
  };

  it('is live only when each is', () => {
    expect(twice([makeReading(), makeReading()]).status).toBe('live');
    expect(
      twice([makeReading(), reading({ health: { status: 'Progressing' } })])
        .status,
    ).toBe('waiting');
  });

  it.each([
    ['failed', reading({ operationState: { ...succeeded, phase: 'Failed' } })],
    ['suspended', reading({ health: { status: 'Suspended' } })],
    ['superseded', makeReading({ desired: [] })],
  ])('is %s when one is and the other is live', (status, one) => {
    expect(twice([makeReading(), one]).status).toBe(status);
  });
});
