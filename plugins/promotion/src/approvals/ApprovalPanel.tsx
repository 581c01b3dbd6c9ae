// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Alert } from '@backstage/ui';
import { RiCheckboxCircleFill, RiUserLine } from '@remixicon/react';
import type {
  Approval,
  ApprovalRequirement,
  Tally,
} from 'backstage-plugin-promotion-common';
import { roleTitle } from 'backstage-plugin-promotion-common/words';
import { Age } from '../parts/Age';
import { Person } from '../parts/Person';
import styles from './ApprovalPanel.module.css';
import text from '../parts/text.module.css';
import tones from '../status/tones.module.css';

const quiet = `${text.small} ${text.secondary}`;

/** Who must agree: a slot each with who filled it or could, and the decisions that do not count, with the reason. */
export function ApprovalPanel(props: {
  readonly requirement: ApprovalRequirement;
  readonly tally?: Tally;
  readonly approvals?: readonly Approval[];
  readonly roleTitles: Readonly<Record<string, string>>;
}) {
  const { requirement, tally, approvals = [], roleTitles } = props;
  const slots =
    tally?.slots ??
    requirement.slots.flatMap(({ role, count }) =>
      Array.from({ length: count }, () => ({ role, candidates: [] })),
    );
  return (
    <section className={text.stack} aria-label="Approvals">
      <h3 className={text.sectionTitle}>Approvals</h3>
      {slots.length === 0 && (
        <p className={quiet}>Nobody need agree on this path.</p>
      )}
      {tally && !tally.satisfiable && (
        <Alert
          status="warning"
          icon
          title="This quorum cannot be met"
          description={tally.unsatisfiableReason}
        />
      )}
      {slots.length > 0 && (
        <ul className={`${text.list} ${styles.slots}`}>
          {slots.map((slot, index) => (
            // Slots of one role are alike; their place is their only identity.
            <SlotItem
              key={`${slot.role}-${index}`}
              slot={slot}
              title={roleTitle(slot.role, roleTitles)}
              approval={approvals.find(
                each =>
                  'approvalId' in slot && each.approvalId === slot.approvalId,
              )}
            />
          ))}
        </ul>
      )}
      {tally && tally.dismissals.length > 0 && (
        <ul
          className={`${tones.warning} ${tones.ground} ${text.small} ${styles.dismissals}`}
          aria-label="Decisions that do not count"
        >
          {tally.dismissals.map(dismissal => (
            <li key={dismissal.approvalId}>
              <Person entityRef={dismissal.userRef} />
              ’s approval <strong>does not count</strong>: {dismissal.message}
            </li>
          ))}
        </ul>
      )}
      {approvals
        .filter(each => each.decision === 'rejected' && !each.withdrawnAt)
        .map(each => (
          <p
            key={each.approvalId}
            className={`${text.small} ${tones.negative} ${tones.ink}`}
          >
            <strong>Rejected</strong> by <Person entityRef={each.userRef} />{' '}
            <Age at={each.decidedAt} />: “{each.comment}”
          </p>
        ))}
    </section>
  );
}

function SlotItem(props: {
  readonly slot: Tally['slots'][number];
  readonly title: string;
  readonly approval?: Approval;
}) {
  const { slot, title, approval } = props;
  return (
    <li
      className={`${styles.slot} ${
        slot.userRef ? `${tones.positive} ${styles.filled}` : ''
      }`}
    >
      {slot.userRef ? (
        <RiCheckboxCircleFill size={18} aria-hidden className={tones.ink} />
      ) : (
        <RiUserLine size={18} aria-hidden className={text.secondary} />
      )}
      <div>
        <p className={styles.role}>{title}</p>
        {slot.userRef ? (
          <p className={quiet}>
            <Person entityRef={slot.userRef} /> approved
            {approval && (
              <>
                {' '}
                <Age at={approval.decidedAt} />
                {approval.carriedFrom && ', carried from the attempt before'}
                {approval.comment && `: “${approval.comment}”`}
              </>
            )}
          </p>
        ) : (
          <p className={quiet}>
            open{slot.candidates.length > 0 && ', asked: '}
            {slot.candidates.map((candidate, index) => (
              <span key={candidate}>
                {index > 0 && ', '}
                <Person entityRef={candidate} />
              </span>
            ))}
          </p>
        )}
      </div>
    </li>
  );
}
