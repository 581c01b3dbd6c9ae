// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Box } from '@backstage/ui';
import { RiArrowRightLine } from '@remixicon/react';
import type {
  PathView,
  PromotionView,
} from 'backstage-plugin-promotion-common';
import { listing, roleTitle } from 'backstage-plugin-promotion-common/words';
import { CompactGateList } from '../gates/CompactGateList';
import { GateMeter } from '../gates/GateMeter';
import { StatusLabel } from '../parts/StatusLabel';
import { pathStatusStyles } from '../status/statusStyles';
import { OpenPromotionLine } from './OpenPromotionLine';
import { PromoteButton } from './PromoteButton';
import text from '../parts/text.module.css';
import tones from '../status/tones.module.css';
import styles from './card.module.css';

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
      className={`${text.surface} ${styles.card} ${styles.path} ${
        tones[pathStatusStyles[path.status].tone]
      } ${moves ? '' : styles.idle}`}
      aria-label={`Path ${name}`}
    >
      <header className={styles.header}>
        <h3 className={text.sectionTitle}>
          {path.from} <RiArrowRightLine size={14} aria-label="to" /> {path.to}
        </h3>
        <StatusLabel style={pathStatusStyles[path.status]} pill />
      </header>
      {moves && path.release && (
        <p className={text.small}>
          <strong>{path.release.version}</strong>
          {' · '}
          {requirementText(path, props.roleTitles)}
        </p>
      )}
      {moves && !props.saidAbove && (
        <p className={text.small}>{path.headline}</p>
      )}
      {path.promotion && (
        <OpenPromotionLine
          promotion={path.promotion}
          invitation={mayApprove(path.promotion) ? 'Decide' : 'Follow'}
          onOpen={actions.onOpenPromotion}
        />
      )}
      {moves && !path.promotion && (
        <div className={styles.actions}>
          <PromoteButton
            path={path}
            size="small"
            onPromote={actions.onPromote}
          />
        </div>
      )}
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

/** Who must agree, in a few words: `needs SRE and 2 × QA`. */
function requirementText(
  { requirement }: PathView,
  roleTitles: Readonly<Record<string, string>>,
): string {
  const roles = requirement.slots.map(({ role, count }) => {
    const title = roleTitle(role, roleTitles);
    return count > 1 ? `${count} × ${title}` : title;
  });
  return `needs ${listing(roles) || 'no approval'}`;
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
  const pass = `${passed} of ${total} gates pass`;
  return blocking > 0 ? `${pass}, ${blocking} block` : pass;
}
