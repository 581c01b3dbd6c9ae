// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Box, Button } from '@backstage/ui';
import { RiArrowRightLine, RiRocketLine } from '@remixicon/react';
import type {
  PathView,
  PromotionView,
} from 'backstage-plugin-promotion-common';
import { CompactGateList } from '../gates/CompactGateList';
import { GateMeter } from '../gates/GateMeter';
import { StatusLabel } from '../parts/StatusLabel';
import { pathStatusStyles } from '../status/pathStatusStyles';
import { OpenPromotionLine } from './OpenPromotionLine';
import { requirementText } from '../approvals/requirementText';
import text from '../parts/text.module.css';
import styles from './PathCard.module.css';

/** One path: what would move, whether it may, and the way to move it. */
export function PathCard(props: {
  readonly path: PathView;
  readonly roleTitles: Readonly<Record<string, string>>;
  /** The sentence on top is this path's own and need not be said twice. */
  readonly saidAbove: boolean;
  readonly actions: {
    readonly onOpenPath: (path: PathView) => void;
    readonly onPromote: (path: PathView) => void;
    readonly onOpenPromotion: (promotionId: string) => void;
  };
}) {
  const { path, actions } = props;
  const name = `${path.from} to ${path.to}`;
  const moves = path.status !== 'nothing-to-move';
  return (
    <Box
      as="article"
      bg="neutral"
      className={`${styles.card} ${styles[path.status] ?? ''}`}
      aria-label={`Path ${name}`}
    >
      <header className={styles.header}>
        <h3 className={styles.title}>
          {path.from} <RiArrowRightLine size={14} aria-label="to" /> {path.to}
        </h3>
        <StatusLabel style={pathStatusStyles[path.status]} pill />
      </header>
      {moves && path.release && (
        <p className={styles.release}>
          <strong>{path.release.version}</strong>
          {' · '}
          {requirementText(path.requirement, props.roleTitles)}
        </p>
      )}
      {moves && !props.saidAbove && (
        <p className={styles.headline}>{path.headline}</p>
      )}
      {path.promotion && (
        <OpenPromotionLine
          promotion={path.promotion}
          invitation={mayApprove(path.promotion) ? 'Decide' : 'Follow'}
          onOpen={actions.onOpenPromotion}
        />
      )}
      <PromoteButton path={path} name={name} onPromote={actions.onPromote} />
      {path.gates.length > 0 && (
        <details className={styles.gates} open={moves}>
          <summary className={styles.summary}>
            <GateMeter gates={path.gates} />
            {gateSummary(path)}
          </summary>
          <CompactGateList gates={path.gates} label={`Gates of ${name}`} />
        </details>
      )}
      {moves && (
        <button
          type="button"
          className={`${text.linkButton} ${styles.details}`}
          aria-label={`${invitation(path)}: ${name}`}
          onClick={() => actions.onOpenPath(path)}
        >
          {invitation(path)}
        </button>
      )}
    </Box>
  );
}

function mayApprove(promotion: PromotionView): boolean {
  return promotion.commands.some(
    command => command.name === 'approve' && command.allowed,
  );
}

/** What the close look promises. */
function invitation(path: PathView): string {
  return path.status === 'blocked'
    ? 'Why, and what would help'
    : 'More about the gates';
}

/** What the gates say together, in words. */
function gateSummary(path: PathView): string {
  const { passed, total, blocking } = path.gateCounts;
  if (blocking > 0)
    return `${passed} of ${total} gates pass, ${blocking} block`;
  return `${passed} of ${total} gates pass`;
}

function PromoteButton(props: {
  readonly path: PathView;
  readonly name: string;
  readonly onPromote: (path: PathView) => void;
}) {
  const { path } = props;
  if (path.status === 'nothing-to-move' || path.promotion) return null;
  const { allowed, reason } = path.promote;
  const maySee = allowed || path.override.allowed;
  return (
    <div className={styles.actions}>
      <Button
        size="small"
        variant={allowed ? 'primary' : 'secondary'}
        iconStart={<RiRocketLine />}
        isDisabled={!maySee}
        aria-label={
          allowed || !maySee
            ? `Promote ${props.name}`
            : `Override… to promote ${props.name}`
        }
        onPress={() => props.onPromote(path)}
      >
        {allowed || !maySee ? 'Promote' : 'Override…'}
      </Button>
      {!allowed && reason && reason !== path.headline && (
        <p className={styles.reason}>{reason}</p>
      )}
    </div>
  );
}
