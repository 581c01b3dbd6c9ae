// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { RiArrowRightLine } from '@remixicon/react';
import type { ApplicationId, Release } from 'backstage-plugin-promotion-common';
import { OutsideLink } from '../parts/OutsideLink';
import { Digest } from '../parts/Digest';
import { shortCommit } from '../format/identifiers';
import text from '../parts/text.module.css';
import styles from './PlanSummary.module.css';

/** What moves, from what to what, and which applications it reaches. */
export function PlanSummary(props: {
  readonly release: Release;
  readonly releaseBefore?: Release;
  readonly environment: string;
  readonly applications: readonly ApplicationId[];
}) {
  const { release, releaseBefore } = props;
  return (
    <dl className={styles.summary}>
      <dt className={text.secondary}>Release</dt>
      <dd>
        <span className={text.row}>
          {releaseBefore && (
            <>
              <span className={text.secondary}>{releaseBefore.version}</span>
              <RiArrowRightLine size={16} aria-label="becomes" />
            </>
          )}
          <strong className={styles.version}>{release.version}</strong>
        </span>
        {release.images[0]?.digest && (
          <Digest digest={release.images[0].digest} />
        )}
        {!release.pinned && <span>not pinned to a digest</span>}
        {release.commit && (
          <span>
            commit{' '}
            <code className={text.code}>{shortCommit(release.commit)}</code>
          </span>
        )}
        {release.buildUrl && (
          <OutsideLink href={release.buildUrl}>build</OutsideLink>
        )}
      </dd>
      <dt className={text.secondary}>Reaches</dt>
      <dd>
        {props.applications.length === 0 && <span>{props.environment}</span>}
        {props.applications.map(application => (
          <span key={`${application.instance}/${application.name}`}>
            {applicationText(application)}
          </span>
        ))}
      </dd>
    </dl>
  );
}

/** An application with instance and namespace, so that nobody mistakes where an action goes. */
export function applicationText(application: ApplicationId): string {
  const place = [
    `Argo CD ${application.instance}`,
    ...(application.namespace ? [`namespace ${application.namespace}`] : []),
  ];
  return `${application.name} (${place.join(', ')})`;
}
