// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  useEntityPresentation,
  useEntityRefLink,
} from '@backstage/plugin-catalog-react';
import { Link } from 'react-router-dom';
import type { Actor } from 'backstage-plugin-promotion-common';
import { isEntityRef } from '../format/identifiers';
import text from './text.module.css';

/** Somebody in the catalog by name, linked to their page; a service by its subject; the product itself in words. */
export function Person(props: { readonly entityRef: string }) {
  const { entityRef } = props;
  if (entityRef === 'system') return <span>Promotion itself</span>;
  if (!isEntityRef(entityRef)) return <span>{entityRef}</span>;
  return <EntityLink entityRef={entityRef} />;
}

function EntityLink(props: { readonly entityRef: string }) {
  const { primaryTitle } = useEntityPresentation(props.entityRef);
  const linkTo = useEntityRefLink();
  return (
    <Link className={text.link} to={linkTo(props.entityRef)}>
      {primaryTitle}
    </Link>
  );
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
