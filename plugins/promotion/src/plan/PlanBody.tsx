// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Plan } from 'backstage-plugin-promotion-common';
import { ApprovalPanel } from '../approvals/ApprovalPanel';
import { GateList } from '../gates/GateList';
import { Headline } from '../parts/Headline';
import { HelperChips } from '../parts/HelperChips';
import { toneOf } from '../status/statusStyles';
import { DiffView } from './DiffView';
import { PlanSummary } from './PlanSummary';
import text from '../parts/text.module.css';

/** Everything a promotion would do, to be read before it is asked for. */
export function PlanBody(props: {
  readonly plan: Plan;
  readonly roleTitles: Readonly<Record<string, string>>;
}) {
  const { plan, roleTitles } = props;
  const { passed, total, blocking } = plan.gateCounts;
  return (
    <>
      <Headline
        tone={plan.executable ? 'positive' : toneOf[plan.explanation.tone]}
        text={plan.headline}
        size="medium"
      >
        <HelperChips helpers={plan.helpers} roleTitles={roleTitles} />
      </Headline>
      <PlanSummary
        release={plan.release}
        releaseBefore={plan.releaseBefore}
        environment={plan.to}
        applications={plan.applications}
      />
      <section className={text.stack} aria-label="What will be committed">
        <h3 className={text.sectionTitle}>What will be committed</h3>
        {plan.diffs.map(diff => (
          <DiffView key={diff.file.path} diff={diff} />
        ))}
        {plan.notMoving.length > 0 && (
          <div className={`${text.small} ${text.secondary}`}>
            Differs in {plan.from} and will <strong>not</strong> move:
            <ul className={text.bullets}>
              {plan.notMoving.map(difference => (
                <li key={difference}>{difference}</li>
              ))}
            </ul>
          </div>
        )}
      </section>
      <ApprovalPanel
        requirement={plan.requirement}
        tally={plan.tally}
        roleTitles={roleTitles}
      />
      <details className={text.stack} open={blocking > 0}>
        <summary className={text.summary}>
          Gates: {passed} of {total} pass
        </summary>
        <GateList gates={plan.gates} obstacles={plan.obstacles} />
      </details>
    </>
  );
}
