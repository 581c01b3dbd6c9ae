// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { EntityRefLink } from '@backstage/plugin-catalog-react';
import type { Actor } from 'backstage-plugin-promotion-common';
import { isEntityRef } from '../format/identifiers';

/** Somebody in the catalog by name, linked to their page; a service by its subject; the product itself in words. */
export function Person(props: { readonly entityRef: string }) {
  const { entityRef } = props;
  if (entityRef === 'system') return <span>Promotion itself</span>;
  if (!isEntityRef(entityRef)) return <span>{entityRef}</span>;
  return <EntityRefLink entityRef={entityRef} hideIcon disableTooltip />;
}

/** Who did something and, when a service acted for them, on whose behalf. */
export function ActorName(props: { readonly actor: Actor }) {
  const { actor } = props;
  return (
    <>
      <Person entityRef={actor.ref} />
      {actor.onBehalfOf && (
        <>
          {' for '}
          <Person entityRef={actor.onBehalfOf} />
        </>
      )}
    </>
  );
}
