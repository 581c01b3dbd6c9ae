// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { useState } from 'react';
import { Button, Checkbox, TextAreaField } from '@backstage/ui';
import { RiRocketLine, RiShieldUserLine } from '@remixicon/react';
import type {
  Obstacle,
  OverrideTarget,
  PathView,
  Plan,
} from 'backstage-plugin-promotion-common';
import { roleTitle } from 'backstage-plugin-promotion-common/words';
import text from '../parts/text.module.css';
import styles from './PromoteForm.module.css';

/** What the requester adds to a plan. */
export interface PromoteAnswer {
  readonly reason?: string;
  readonly overrides?: {
    readonly target: OverrideTarget;
    readonly reason: string;
  }[];
}

const shortestReason = 3;

/** The decision under a plan. With obstacles it is an override, where the viewer may: each ticked, one reason for all. */
export function PromoteForm(props: {
  readonly plan: Plan;
  readonly path: PathView;
  readonly roleTitles: Readonly<Record<string, string>>;
  readonly running: boolean;
  readonly onConfirm: (answer: PromoteAnswer) => void;
  readonly onCancel: () => void;
}) {
  const { plan, path } = props;
  const refusing = plan.obstacles.filter(({ refuses }) => refuses);
  const { allowed, targets = [] } = path.override;
  const offered = plan.obstacles.filter(
    ({ override }) =>
      allowed &&
      override &&
      targets.some(target => isSame(target, override.target)),
  );
  const fixed = refusing.find(each => !offered.includes(each));
  const [reason, setReason] = useState('');
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const overriding = refusing.length > 0 || ticked.length > 0;
  const allTicked = refusing.every(({ key }) => ticked.includes(key));
  const saidWhy = reason.trim().length >= shortestReason;
  const needsApproval = plan.requirement.slots.length > 0;

  if (refusing.length > 0 && !allowed) {
    return <Refusal reason={path.override.reason} onClose={props.onCancel} />;
  }
  if (fixed) {
    return (
      <Refusal
        reason={`${fixed.title} stands in the way, and the rules let nobody override that here.`}
        onClose={props.onCancel}
      />
    );
  }
  const confirm = () =>
    props.onConfirm({
      ...(saidWhy && { reason: reason.trim() }),
      ...(overriding && {
        overrides: offered
          .filter(({ key }) => ticked.includes(key))
          .flatMap(({ override }) => override?.target ?? [])
          .map(target => ({ target, reason: reason.trim() })),
      }),
    });
  return (
    <form
      className={`${text.surface} ${styles.form} ${
        overriding ? styles.overriding : ''
      }`}
      aria-label={overriding ? 'Override and promote' : 'Promote'}
      onSubmit={event => event.preventDefault()}
    >
      {offered.length > 0 && (
        <Obstacles
          obstacles={offered}
          path={path}
          roleTitles={props.roleTitles}
          ticked={ticked}
          onTick={setTicked}
        />
      )}
      <TextAreaField
        label={
          overriding
            ? 'Why it must go all the same (required)'
            : 'Reason (optional)'
        }
        rows={2}
        value={reason}
        onChange={setReason}
      />
      <div className={styles.actions}>
        <Button variant="tertiary" onPress={props.onCancel}>
          Not now
        </Button>
        <Button
          variant="primary"
          iconStart={<RiRocketLine />}
          isPending={props.running}
          isDisabled={overriding && !(allTicked && saidWhy)}
          onPress={confirm}
        >
          {confirmText({ plan, overriding, needsApproval })}
        </Button>
      </div>
    </form>
  );
}

/** Whether two overrides would lift the same thing; how it is seen is the plan's, which is the newer of the two. */
function isSame(target: OverrideTarget, other: OverrideTarget): boolean {
  const partOf = (each: OverrideTarget) => {
    if (each.kind === 'gate') return each.gateId;
    return each.kind === 'hold' ? each.holdIds?.join() : undefined;
  };
  return target.kind === other.kind && partOf(target) === partOf(other);
}

function confirmText(decision: {
  readonly plan: Plan;
  readonly overriding: boolean;
  readonly needsApproval: boolean;
}): string {
  const { version } = decision.plan.release;
  const what = `${version} to ${decision.plan.to}`;
  if (decision.overriding) return `Override and promote ${what}`;
  return decision.needsApproval
    ? `Ask for approval of ${what}`
    : `Promote ${what}`;
}

function Refusal(props: {
  readonly reason?: string;
  readonly onClose: () => void;
}) {
  return (
    <div className={`${text.surface} ${styles.form}`}>
      <p className={text.small}>
        Promotion is not possible now.{' '}
        {props.reason ?? 'Nobody may override on this path.'}
      </p>
      <div className={styles.actions}>
        <Button variant="secondary" onPress={props.onClose}>
          Close
        </Button>
      </div>
    </div>
  );
}

function Obstacles(props: {
  readonly obstacles: readonly Obstacle[];
  readonly roleTitles: Readonly<Record<string, string>>;
  readonly path: PathView;
  readonly ticked: readonly string[];
  readonly onTick: (ticked: readonly string[]) => void;
}) {
  const { role, review } = props.path.override;
  return (
    <fieldset className={`${text.stack} ${styles.obstacles}`}>
      <legend className={styles.legend}>
        <RiShieldUserLine size={16} aria-hidden />
        {role ? `Override as ${roleTitle(role, props.roleTitles)}` : 'Override'}
      </legend>
      {props.obstacles.map(({ key, title, message, refuses }) => (
        <Checkbox
          key={key}
          isSelected={props.ticked.includes(key)}
          onChange={selected =>
            props.onTick(
              selected
                ? [...props.ticked, key]
                : props.ticked.filter(each => each !== key),
            )
          }
        >
          {`Override ${title}${refuses ? '' : ' (optional)'}: ${message}`}
        </Checkbox>
      ))}
      <p className={text.small}>
        The verdicts stay as they are; your override is recorded beside them.
        {review && ` ${review}`}
      </p>
    </fieldset>
  );
}
