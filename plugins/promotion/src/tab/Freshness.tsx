// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Button } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { RiRefreshLine } from '@remixicon/react';
import type { ComponentView } from 'backstage-plugin-promotion-common';
import { shortDigest } from '../format/identifiers';
import { promotionApiRef } from '../api/promotionApiRef';
import { useCommand } from '../live/useCommand';
import { Age } from '../parts/Age';
import text from '../parts/text.module.css';
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
    command.run({
      call: () =>
        client.refreshComponent({ params: parseEntityRef(view.componentRef) }),
      onDone: props.onReload,
    });
  };
  const looking = view.collecting || command.running;
  return (
    <div className={`${text.row} ${text.small} ${text.secondary}`}>
      {view.observedAt && (
        <span>
          Seen <Age at={view.observedAt} />
        </span>
      )}
      <span>
        Rules: {view.rulesName}{' '}
        <span title={view.rulesRevision}>
          ({shortDigest(view.rulesRevision).slice(0, 7)})
        </span>
      </span>
      {looking ? (
        <span className={text.inline}>
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
