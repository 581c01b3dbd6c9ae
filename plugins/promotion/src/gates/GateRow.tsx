// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { RiLightbulbLine, RiShieldUserLine } from '@remixicon/react';
import type { GateResult, Override } from 'backstage-plugin-promotion-common';
import { Age } from '../parts/Age';
import { OutsideLink } from '../parts/OutsideLink';
import { Person } from '../parts/Person';
import { StatusLabel } from '../parts/StatusLabel';
import { gateStatusStyles } from '../status/gateStatusStyles';
import { MeasureTable } from './MeasureTable';
import styles from './GateList.module.css';

/** One gate: verdict, figures and limits, source and age, why it does not pass and what would change that. */
export function GateRow(props: {
  readonly gate: GateResult;
  readonly override?: Override;
}) {
  const { gate, override } = props;
  const passed = gate.status === 'passed';
  return (
    <li
      className={`${styles.row} ${
        !passed && gate.mode === 'enforce' ? styles.blocking : ''
      }`}
      aria-label={`${gate.title}: ${gateStatusStyles[gate.status].label}`}
    >
      <div className={styles.verdict}>
        <StatusLabel style={gateStatusStyles[gate.status]} />
        {gate.mode === 'warn' && (
          <span className={styles.mode}>warns only</span>
        )}
        {override && <OverrideLine override={override} />}
      </div>
      <div className={styles.facts}>
        <p className={styles.title}>
          {gate.title}
          {gate.environment && (
            <span className={styles.where}> in {gate.environment}</span>
          )}
        </p>
        <MeasureTable measures={gate.measures} />
        {!passed && <p className={styles.why}>{gate.reason.message}</p>}
        {gate.children?.map(child => (
          <p key={child.environment} className={styles.side}>
            <StatusLabel style={gateStatusStyles[child.status]} />{' '}
            {child.environment}: {child.message}
          </p>
        ))}
        {!passed && gate.remedy && (
          <p className={styles.remedy}>
            <RiLightbulbLine size={14} aria-hidden />
            <span>{gate.remedy}</span>
          </p>
        )}
      </div>
      <p className={styles.source}>
        <GateSource gate={gate} />
      </p>
    </li>
  );
}

function GateSource(props: { readonly gate: GateResult }) {
  const { source, url, observedAt, reevaluateAt } = props.gate;
  return (
    <>
      {source && url && <OutsideLink href={url}>{source}</OutsideLink>}
      {source && !url && <span>{source}</span>}
      {observedAt && <Age at={observedAt} />}
      {reevaluateAt && (
        <span>
          again <Age at={reevaluateAt} />
        </span>
      )}
    </>
  );
}

function OverrideLine(props: { readonly override: Override }) {
  const { override } = props;
  return (
    <div className={styles.override}>
      <RiShieldUserLine size={14} aria-hidden />
      <span>
        <strong>Overridden</strong> by <Person entityRef={override.userRef} />{' '}
        <Age at={override.overriddenAt} />: “{override.reason}”
      </span>
    </div>
  );
}
