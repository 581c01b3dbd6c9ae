// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Button, Skeleton } from '@backstage/ui';
import { useEntity } from '@backstage/plugin-catalog-react';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { RiCompass3Line, RiLockLine, RiPlugLine } from '@remixicon/react';
import { useComponentView } from '../live/useViews';
import { EmptyState } from '../parts/EmptyState';
import type { Failure } from '../api/failureOf';
import { ComponentPromotions } from './ComponentPromotions';
import styles from './PromotionTab.module.css';

/** The Promotion tab of the component whose page it stands on. */
export function PromotionTab() {
  const { entity } = useEntity();
  const componentRef = stringifyEntityRef(entity);
  const { live, reload } = useComponentView(componentRef);
  if (live.status === 'loading') return <TabSkeleton />;
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

function TabSkeleton() {
  return (
    <div className={styles.tab} role="status" aria-label="Loading promotions">
      <Skeleton height={72} />
      <div className={styles.skeletons}>
        {['a', 'b', 'c', 'd'].map(key => (
          <Skeleton key={key} height={210} />
        ))}
      </div>
      <Skeleton height={160} />
    </div>
  );
}

function TabFailure(props: {
  readonly failure: Failure;
  readonly onRetry: () => void;
}) {
  const { failure } = props;
  if (failure.kind === 'no-rules') {
    return (
      <EmptyState
        icon={<RiCompass3Line size={32} aria-hidden />}
        title="No promotion rules apply to this component"
        text={failure.message}
      />
    );
  }
  if (failure.kind === 'forbidden') {
    return (
      <EmptyState
        icon={<RiLockLine size={32} aria-hidden />}
        title="You may not see the promotions of this component"
        text={failure.message}
      />
    );
  }
  return (
    <EmptyState
      alert
      icon={<RiPlugLine size={32} aria-hidden />}
      title="Promotions could not be loaded"
      text={failure.message}
      action={
        <Button variant="secondary" onPress={props.onRetry}>
          Try again
        </Button>
      }
    />
  );
}
