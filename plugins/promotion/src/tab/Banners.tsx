// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Alert, Button } from '@backstage/ui';
import type { ComponentView } from 'backstage-plugin-promotion-common';
import type { Failure } from '../api/failureOf';
import { Age } from '../parts/Age';

/** What is wrong around the facts: the backend away, sources away, rules broken, configuration with its remedy. */
export function Banners(props: {
  readonly view: ComponentView;
  readonly failure?: Failure;
  readonly onRetry: () => void;
}) {
  const { view, failure } = props;
  const away = view.sources.filter(source => source.status === 'unreachable');
  return (
    <>
      {failure && (
        <Alert
          role="alert"
          status="warning"
          icon
          title="What you see may be old"
          description={failure.message}
          customActions={
            <Button size="small" variant="secondary" onPress={props.onRetry}>
              Try again
            </Button>
          }
        />
      )}
      {away.map(source => (
        <Alert
          key={source.name}
          role="status"
          status="warning"
          icon
          title={`${source.name} does not answer`}
          description={
            <>
              {source.message} What is shown is the last that was known
              {source.since && (
                <>
                  , from <Age at={source.since} />
                </>
              )}
              . Promotions wait; nothing fails because of it.
            </>
          }
        />
      ))}
      {view.rulesProblem && (
        <Alert
          status="warning"
          icon
          title="A newer version of the rules is broken and not used"
          description={view.rulesProblem}
        />
      )}
      {view.problems.map(problem => (
        <Alert
          key={`${problem.code} ${problem.message}`}
          status="danger"
          icon
          title={problem.message}
          description={problem.remedy}
        />
      ))}
    </>
  );
}
