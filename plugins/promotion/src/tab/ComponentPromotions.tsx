// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { RiSignpostLine } from '@remixicon/react';
import type {
  BarredRelease,
  ComponentView,
  PathView,
} from 'backstage-plugin-promotion-common';
import type { Failure } from '../api/failureOf';
import { LaneBoard } from '../lanes/LaneBoard';
import type { RollbackTarget } from '../lanes/EnvironmentCard';
import { EmptyState } from '../parts/EmptyState';
import { Headline } from '../parts/Headline';
import { SidePanel } from '../parts/SidePanel';
import { HelperChips } from '../parts/HelperChips';
import { PathPanel } from '../plan/PathPanel';
import { PromotePanel } from '../plan/PromotePanel';
import { LiftBarDialog } from '../promotions/LiftBarDialog';
import { PromotionPanel } from '../promotions/PromotionPanel';
import { RollbackDialog } from '../promotions/RollbackDialog';
import { Banners } from './Banners';
import { ForYou } from './ForYou';
import { Freshness } from './Freshness';
import { readOpenPanel, writeOpenPanel, type OpenPanel } from './openPanel';
import { RecentPromotions } from './RecentPromotions';
import { ReviewList } from './ReviewList';
import { toneOf } from '../status/statusStyles';
import styles from './PromotionTab.module.css';

/** Everything the tab shows of a component, and what is open over it. */
export function ComponentPromotions(props: {
  readonly view: ComponentView;
  readonly failure?: Failure;
  readonly onReload: () => void;
}) {
  const { view, onReload } = props;
  const [search, setSearch] = useSearchParams();
  const [rollback, setRollback] = useState<{
    readonly environment: string;
    readonly target: RollbackTarget;
  }>();
  const [lifting, setLifting] = useState<BarredRelease>();
  const open = (panel: OpenPanel | undefined) =>
    setSearch(writeOpenPanel(search, panel));
  const openPromotion = (promotionId: string) =>
    open({ kind: 'promotion', promotionId });
  const started = (promotion: { readonly promotionId: string }) => {
    setRollback(undefined);
    openPromotion(promotion.promotionId);
    onReload();
  };
  const { about } = view;
  const path = about && view.paths.find(isPath(about.from, about.to));
  return (
    <div className={styles.tab}>
      <Headline tone={toneOf[view.tone]} text={view.headline}>
        <HelperChips
          helpers={path?.helpers ?? []}
          roleTitles={view.roleTitles}
        />
        <Freshness view={view} onReload={onReload} />
      </Headline>
      <Banners view={view} failure={props.failure} onRetry={onReload} />
      <ForYou view={view} onOpenPromotion={openPromotion} />
      <LaneBoard
        view={view}
        actions={{
          onOpenPath: ({ from, to }) => open({ kind: 'path', from, to }),
          onPromote: ({ from, to }) => open({ kind: 'promote', from, to }),
          onOpenPromotion: openPromotion,
          onRollback: (environment, target) =>
            setRollback({ environment, target }),
          onLift: setLifting,
        }}
      />
      <RecentPromotions
        promotions={view.promotions}
        onOpenPromotion={openPromotion}
      />
      <ReviewList view={view} onOpenPromotion={openPromotion} />
      <OpenedPanel
        view={view}
        panel={readOpenPanel(search)}
        open={open}
        onReload={onReload}
      />
      {lifting && (
        <LiftBarDialog
          barred={lifting}
          onClose={() => setLifting(undefined)}
          onLifted={() => {
            setLifting(undefined);
            onReload();
          }}
        />
      )}
      {rollback && (
        <RollbackDialog
          componentRef={view.componentRef}
          environment={rollback.environment}
          target={rollback.target}
          onClose={() => setRollback(undefined)}
          onStarted={started}
        />
      )}
    </div>
  );
}

function OpenedPanel(props: {
  readonly view: ComponentView;
  readonly panel: OpenPanel | undefined;
  readonly open: (panel: OpenPanel | undefined) => void;
  readonly onReload: () => void;
}) {
  const { view, panel, open } = props;
  const close = () => open(undefined);
  const openPromotion = (promotionId: string) =>
    open({ kind: 'promotion', promotionId });
  if (!panel) return null;
  if (panel.kind === 'promotion') {
    return (
      <PromotionPanel
        key={panel.promotionId}
        promotionId={panel.promotionId}
        onClose={close}
        onOpenPromotion={openPromotion}
        onChanged={props.onReload}
      />
    );
  }
  const path = view.paths.find(isPath(panel.from, panel.to));
  if (!path) {
    const { from, to } = panel;
    const paths = view.paths.map(each => `${each.from} → ${each.to}`);
    return (
      <SidePanel title={`${from} → ${to}`} onClose={close}>
        <EmptyState
          icon={<RiSignpostLine size={32} aria-hidden />}
          title={`There is no path from ${from} to ${to}`}
          text={`The rules ${view.rulesName} of ${view.name} have ${
            paths.join(', ') || 'no paths'
          }. The link may be older than they are.`}
        />
      </SidePanel>
    );
  }
  if (panel.kind === 'path') {
    return (
      <PathPanel
        path={path}
        roleTitles={view.roleTitles}
        onClose={close}
        onPromote={() => open({ ...panel, kind: 'promote' })}
        onOpenPromotion={openPromotion}
      />
    );
  }
  return (
    <PromotePanel
      componentRef={view.componentRef}
      path={path}
      roleTitles={view.roleTitles}
      onClose={close}
      onPromoted={promotion => {
        openPromotion(promotion.promotionId);
        props.onReload();
      }}
    />
  );
}

function isPath(from: string, to: string) {
  return (path: PathView) => path.from === from && path.to === to;
}
