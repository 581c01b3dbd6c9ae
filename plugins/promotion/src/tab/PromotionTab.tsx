// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Button } from '@backstage/ui';
import { useEntity } from '@backstage/plugin-catalog-react';
import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  RiCompass3Line,
  RiLockLine,
  RiPlugLine,
  type RemixiconComponentType,
} from '@remixicon/react';
import { useComponentView } from '../live/useViews';
import { EmptyState } from '../parts/EmptyState';
import { Skeletons } from '../parts/Skeletons';
import type { Failure, FailureKind } from '../api/failureOf';
import { ComponentPromotions } from './ComponentPromotions';

/** The Promotion tab of the component whose page it stands on. */
export function PromotionTab() {
  const { entity } = useEntity();
  const componentRef = stringifyEntityRef(entity);
  const { live, reload } = useComponentView(componentRef);
  if (live.status === 'loading') {
    return <Skeletons label="Loading promotions" heights={[72, 210, 160]} />;
  }
  if (live.status === 'failed') {
    return <TabFailure failure={live.failure} onRetry={reload} />;
  }
  return (
    <ComponentPromotions
      view={live.value}
      failure={live.failure}
      onReload={reload}
    />
  );
}

const explained: Partial<
  Record<FailureKind, { Icon: RemixiconComponentType; title: string }>
> = {
  'no-rules': {
    Icon: RiCompass3Line,
    title: 'No promotion rules apply to this component',
  },
  forbidden: {
    Icon: RiLockLine,
    title: 'You may not see the promotions of this component',
  },
};

function TabFailure(props: {
  readonly failure: Failure;
  readonly onRetry: () => void;
}) {
  const { kind, message } = props.failure;
  const known = explained[kind];
  if (known) {
    return (
      <EmptyState
        icon={<known.Icon size={32} aria-hidden />}
        title={known.title}
        text={message}
      />
    );
  }
  return (
    <EmptyState
      alert
      icon={<RiPlugLine size={32} aria-hidden />}
      title="Promotions could not be loaded"
      text={message}
      action={
        <Button variant="secondary" onPress={props.onRetry}>
          Try again
        </Button>
      }
    />
  );
}
