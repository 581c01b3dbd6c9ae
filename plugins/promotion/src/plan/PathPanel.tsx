// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Button } from '@backstage/ui';
import type { PathView } from 'backstage-plugin-promotion-common';
import { ApprovalPanel } from '../approvals/ApprovalPanel';
import { GateList } from '../gates/GateList';
import { PromoteButton } from '../lanes/PromoteButton';
import { HelperChips } from '../parts/HelperChips';
import { Headline } from '../parts/Headline';
import { SidePanel } from '../parts/SidePanel';
import { toneOf } from '../status/statusStyles';
import text from '../parts/text.module.css';

/** A path looked at closely: every gate, who must agree, and the way to promote. From recorded facts. */
export function PathPanel(props: {
  readonly path: PathView;
  readonly roleTitles: Readonly<Record<string, string>>;
  readonly onClose: () => void;
  readonly onPromote: () => void;
  readonly onOpenPromotion: (promotionId: string) => void;
}) {
  const { path, roleTitles } = props;
  const open = path.promotion;
  return (
    <SidePanel
      title={`${path.from} → ${path.to}${
        path.release ? ` · ${path.release.version}` : ''
      }`}
      onClose={props.onClose}
      footer={
        open ? (
          <Button onPress={() => props.onOpenPromotion(open.promotionId)}>
            Open the promotion
          </Button>
        ) : (
          <PromoteButton path={path} onPromote={props.onPromote} />
        )
      }
    >
      <Headline tone={toneOf[path.tone]} text={path.headline} size="medium">
        <HelperChips helpers={path.helpers} roleTitles={roleTitles} />
      </Headline>
      <section className={text.stack} aria-label="Gates of the path">
        <h3 className={text.sectionTitle}>Gates</h3>
        <GateList
          gates={path.gates}
          obstacles={path.obstacles}
          overrides={open?.overrides}
        />
      </section>
      <ApprovalPanel
        requirement={path.requirement}
        tally={path.tally}
        approvals={open?.approvals}
        roleTitles={roleTitles}
      />
    </SidePanel>
  );
}
