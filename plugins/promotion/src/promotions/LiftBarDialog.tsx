// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { parseEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import type { BarredRelease } from 'backstage-plugin-promotion-common';
import { promotionApiRef } from '../api/promotionApiRef';
import { ReasonDialog } from './ReasonDialog';

/** Lets a release that was rolled back try again in its environment, with a reason. */
export function LiftBarDialog(props: {
  readonly barred: BarredRelease;
  readonly onClose: () => void;
  readonly onLifted: () => void;
}) {
  const { componentRef, environment, releaseId, version, reason } =
    props.barred;
  const client = useApi(promotionApiRef);
  return (
    <ReasonDialog
      title={`Lift the bar on ${version} in ${environment}`}
      form={{
        button: 'Lift the bar',
        title: `${version} was rolled back in ${environment}: ${reason} Without the bar it may be promoted there again; gates and approvals still apply.`,
        reasonLabel: 'Why it may try again',
        danger: false,
      }}
      call={why =>
        client.liftBar({
          params: { ...parseEntityRef(componentRef), environment, releaseId },
          body: { reason: why },
        })
      }
      onDone={props.onLifted}
      onClose={props.onClose}
    />
  );
}
