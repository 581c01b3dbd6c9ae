// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { useState } from 'react';
import { Alert } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  PathView,
  PromotionView,
} from 'backstage-plugin-promotion-common';
import { planChanges } from 'backstage-plugin-promotion-common/words';
import { promotionApiRef } from '../api/promotionApiRef';
import { FailureAlert } from '../parts/FailureAlert';
import { Skeletons } from '../parts/Skeletons';
import { SidePanel } from '../parts/SidePanel';
import { useCommand } from '../live/useCommand';
import { useIdempotencyKey } from '../live/useIdempotencyKey';
import { PlanBody } from './PlanBody';
import { PromoteForm, type PromoteAnswer } from './PromoteForm';
import { planOf, usePlan } from './usePlan';
import text from '../parts/text.module.css';

/** The plan of a move and the decision to make it: look, say why, confirm. What one confirms is exactly what one saw. */
export function PromotePanel(props: {
  readonly componentRef: string;
  readonly path: PathView;
  readonly roleTitles: Readonly<Record<string, string>>;
  readonly onClose: () => void;
  readonly onPromoted: (promotion: PromotionView) => void;
}) {
  const { componentRef, path } = props;
  const client = useApi(promotionApiRef);
  const { from, to } = path;
  const { plan, failure, reload, replace } = usePlan(componentRef, path);
  const command = useCommand();
  const keyOf = useIdempotencyKey();
  const [changes, setChanges] = useState<readonly string[]>([]);

  const confirm = (answer: PromoteAnswer) => {
    if (!plan) return;
    const { contentHash, release } = plan;
    const body = {
      componentRef,
      from,
      to,
      releaseId: release.releaseId,
      contentHash,
      ...answer,
    };
    setChanges([]);
    command.run({
      call: () => client.createPromotion({ body, idempotencyKey: keyOf(body) }),
      onDone: ({ promotion }) => promotion && props.onPromoted(promotion),
      onFailed: error => {
        const current = planOf(error);
        if (!current) return;
        setChanges(planChanges(plan, current));
        replace(current);
      },
    });
  };

  return (
    <SidePanel title={`Promote ${from} → ${to}`} onClose={props.onClose}>
      {failure && <FailureAlert failure={failure} onRetry={reload} />}
      {!plan && !failure && (
        <Skeletons label="Making the plan" heights={[64, 96, 180]} />
      )}
      {plan && (
        <>
          {command.failure && (
            <FailureAlert
              failure={command.failure}
              onDismiss={command.dismiss}
            />
          )}
          {changes.length > 0 && (
            <Alert
              role="alert"
              status="warning"
              icon
              title="This is the plan as it stands now"
              description={
                <ul className={text.bullets}>
                  {changes.map(change => (
                    <li key={change}>{change}</li>
                  ))}
                </ul>
              }
            />
          )}
          <PlanBody plan={plan} roleTitles={props.roleTitles} />
          <PromoteForm
            // Another plan is another decision.
            key={plan.contentHash}
            plan={plan}
            path={path}
            roleTitles={props.roleTitles}
            running={command.running}
            onConfirm={confirm}
            onCancel={props.onClose}
          />
        </>
      )}
    </SidePanel>
  );
}
