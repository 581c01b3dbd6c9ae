// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { RiLightbulbLine, RiShieldUserLine } from '@remixicon/react';
import type { GateResult, Override } from 'backstage-plugin-promotion-common';
import { Age } from '../parts/Age';
import { OutsideLink } from '../parts/OutsideLink';
import { Person } from '../parts/Person';
import { StatusLabel } from '../parts/StatusLabel';
import { gateStatusStyles } from '../status/statusStyles';
import { MeasureTable } from './MeasureTable';
import text from '../parts/text.module.css';
import tones from '../status/tones.module.css';
import styles from './gates.module.css';

/** One gate: verdict, figures and limits, source and age, why it does not pass and what would change that. */
export function GateRow(props: {
  readonly gate: GateResult;
  readonly blocks: boolean;
  readonly override?: Override;
}) {
  const { gate, override } = props;
  const passed = gate.status === 'passed';
  const { source, url, observedAt, reevaluateAt } = gate;
  const quiet = `${text.small} ${text.secondary}`;
  return (
    <li
      className={`${styles.row} ${props.blocks ? styles.blocking : ''}`}
      aria-label={`${gate.title}: ${gateStatusStyles[gate.status].label}`}
    >
      <div className={styles.facts}>
        <StatusLabel style={gateStatusStyles[gate.status]} />
        {gate.mode === 'warn' && <span className={quiet}>warns only</span>}
        {override && <OverrideLine override={override} />}
      </div>
      <div className={styles.facts}>
        <p className={styles.title}>
          {gate.title}
          {gate.environment && (
            <span className={`${quiet} ${styles.where}`}>
              {' '}
              in {gate.environment}
            </span>
          )}
        </p>
        <MeasureTable measures={gate.measures} />
        {!passed && <p className={text.small}>{gate.reason.message}</p>}
        {gate.children?.map(child => (
          <p key={child.environment} className={quiet}>
            <StatusLabel style={gateStatusStyles[child.status]} />{' '}
            {child.environment}: {child.message}
          </p>
        ))}
        {!passed && gate.remedy && (
          <p
            className={`${text.small} ${tones.info} ${tones.ink} ${styles.hint}`}
          >
            <RiLightbulbLine size={14} aria-hidden />
            <span>{gate.remedy}</span>
          </p>
        )}
      </div>
      <p className={`${quiet} ${styles.source}`}>
        {source && url && <OutsideLink href={url}>{source}</OutsideLink>}
        {source && !url && <span>{source}</span>}
        {observedAt && <Age at={observedAt} />}
        {reevaluateAt && (
          <span>
            again <Age at={reevaluateAt} />
          </span>
        )}
      </p>
    </li>
  );
}

function OverrideLine(props: { readonly override: Override }) {
  const { override } = props;
  return (
    <div
      className={`${text.small} ${tones.warning} ${tones.ink} ${styles.hint}`}
    >
      <RiShieldUserLine size={14} aria-hidden />
      <span>
        <strong>Overridden</strong> by <Person entityRef={override.userRef} />{' '}
        <Age at={override.overriddenAt} />: “{override.reason}”
      </span>
    </div>
  );
}
