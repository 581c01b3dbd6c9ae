// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Button } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { RiRefreshLine } from '@remixicon/react';
import type { ComponentView } from 'backstage-plugin-promotion-common';
import { promotionApiRef } from '../api/promotionApiRef';
import { useCommand } from '../live/useCommand';
import { Age } from '../parts/Age';
import styles from './PromotionTab.module.css';

/** How old the facts are, whether they are being looked up right now, and the button that asks for it. */
export function Freshness(props: {
  readonly view: ComponentView;
  readonly onReload: () => void;
}) {
  const { view } = props;
  const client = useApi(promotionApiRef);
  const command = useCommand();
  const refresh = () => {
    const { kind, namespace, name } = parseEntityRef(view.componentRef);
    command.run({
      call: () =>
        client.refreshComponent({ params: { kind, namespace, name } }),
      onDone: props.onReload,
    });
  };
  const looking = view.collecting || command.running;
  return (
    <div className={styles.freshness}>
      {view.observedAt && (
        <span>
          Seen <Age at={view.observedAt} />
        </span>
      )}
      <span>
        Rules: {view.rulesName}{' '}
        <span title={view.rulesRevision}>
          ({view.rulesRevision.replace('sha256:', '').slice(0, 7)})
        </span>
      </span>
      {looking ? (
        <span className={styles.collecting}>
          <RiRefreshLine size={14} aria-hidden className={styles.spin} />
          Looking again…
        </span>
      ) : (
        <Button
          size="small"
          variant="tertiary"
          iconStart={<RiRefreshLine />}
          onPress={refresh}
        >
          Look again
        </Button>
      )}
      {command.failure && <span role="alert">{command.failure.message}</span>}
    </div>
  );
}
