// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Alert } from '@backstage/ui';
import type { PromotionView } from 'backstage-plugin-promotion-common';
import { ApprovalPanel } from '../approvals/ApprovalPanel';
import { GateList } from '../gates/GateList';
import { usePromotionView } from '../live/useViews';
import { Age } from '../parts/Age';
import { FailureAlert } from '../parts/FailureAlert';
import { HelperChips } from '../parts/HelperChips';
import { Headline } from '../parts/Headline';
import { Skeletons } from '../parts/Skeletons';
import { SidePanel } from '../parts/SidePanel';
import { ChangeList } from '../plan/ChangeList';
import { PlanSummary } from '../plan/PlanSummary';
import { toneOf } from '../status/statusStyles';
import { CommandBar } from './CommandBar';
import { OverrideList } from './OverrideList';
import { RequestLine } from './RequestLine';
import { StateStepper } from './StateStepper';
import { Timeline } from './Timeline';
import { ValidationList } from './ValidationList';
import text from '../parts/text.module.css';

/** One promotion, followed live: where it stands, what is waited for, what one may do, and how it came so far. */
export function PromotionPanel(props: {
  readonly promotionId: string;
  readonly onClose: () => void;
  readonly onOpenPromotion: (promotionId: string) => void;
  /** Something was done; what is shown elsewhere may be old. */
  readonly onChanged: () => void;
}) {
  const { live, reload, put } = usePromotionView(props.promotionId);
  const loaded = live.status === 'loaded' ? live.value : undefined;
  const take = (answer: PromotionView) => {
    if (answer.promotionId === props.promotionId) put(answer);
    else props.onOpenPromotion(answer.promotionId);
    props.onChanged();
  };
  return (
    <SidePanel
      title={
        loaded
          ? `${loaded.kind === 'rollback' ? 'Rollback' : 'Promotion'}: ${
              loaded.release.version
            } to ${loaded.to}`
          : 'Promotion'
      }
      onClose={props.onClose}
    >
      {live.status === 'loading' && (
        <Skeletons label="Loading" heights={[64, 48, 200]} />
      )}
      {live.status !== 'loading' && live.failure && (
        <FailureAlert failure={live.failure} onRetry={reload} />
      )}
      {loaded && (
        <PromotionBody promotion={loaded} onAnswer={take} onReload={reload} />
      )}
    </SidePanel>
  );
}

function PromotionBody(props: {
  readonly promotion: PromotionView;
  readonly onAnswer: (answer: PromotionView) => void;
  readonly onReload: () => void;
}) {
  const { promotion } = props;
  const { readiness, roleTitles } = promotion;
  return (
    <>
      <Headline
        tone={toneOf[promotion.tone]}
        text={promotion.headline}
        size="medium"
      >
        <RequestLine promotion={promotion} />
        <HelperChips helpers={promotion.helpers} roleTitles={roleTitles} />
      </Headline>
      <StateStepper promotion={promotion} />
      {promotion.outageSince && (
        <Alert
          status="warning"
          icon
          title="A source does not answer"
          description={
            <>
              {promotion.outageMessage} Waiting since{' '}
              <Age at={promotion.outageSince} />; no answer is never a failure.
            </>
          }
        />
      )}
      <CommandBar
        promotion={promotion}
        onAnswer={props.onAnswer}
        onOutdated={props.onReload}
      />
      <PlanSummary
        release={promotion.release}
        releaseBefore={promotion.releaseBefore}
        environment={promotion.to}
        applications={promotion.applications}
      />
      {promotion.kind === 'promotion' && (
        <ApprovalPanel
          requirement={promotion.requirement}
          tally={readiness?.tally}
          approvals={promotion.approvals}
          roleTitles={roleTitles}
        />
      )}
      <OverrideList overrides={promotion.overrides} roleTitles={roleTitles} />
      <ValidationList validations={promotion.progress.validations} />
      {readiness && readiness.gates.length > 0 && (
        <details open={readiness.blockingGateIds.length > 0}>
          <summary className={text.summary}>Gates as last judged</summary>
          <GateList
            gates={readiness.gates}
            obstacles={readiness.obstacles}
            overrides={promotion.overrides}
          />
        </details>
      )}
      <ChangeList diffs={promotion.diffs} fieldWrites={promotion.fieldWrites} />
      <Timeline entries={promotion.timeline} />
    </>
  );
}
