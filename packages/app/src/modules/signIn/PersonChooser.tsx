// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { Container, Text } from '@backstage/ui';
import { type DemoPerson, demoPeople } from './demoPeople';
import classes from './PersonChooser.module.css';

/** The six people as cards. Each is a button: Tab moves between them, Enter or Space chooses. */
export function PersonChooser(props: {
  onChoose: (person: DemoPerson) => void;
}) {
  const title = useApi(configApiRef).getOptionalString('app.title');
  return (
    <main className={classes.page}>
      <Container>
        <Text as="h1" variant="title-large" weight="bold">
          {title ?? 'Promotion for Backstage'}
        </Text>
        <Text as="p" variant="body-large" color="secondary">
          This is a demo. Whom would you like to be? You can sign out and come
          back as somebody else at any time, or be two people in two tabs.
        </Text>
        <ul className={classes.people}>
          {demoPeople.map(person => (
            <li key={person.name}>
              <button
                type="button"
                className={classes.person}
                onClick={() => props.onChoose(person)}
              >
                <Text variant="title-x-small" weight="bold">
                  {person.displayName}
                </Text>
                <Text color="secondary">{person.role}</Text>
                <Text>{person.can}</Text>
              </button>
            </li>
          ))}
        </ul>
      </Container>
    </main>
  );
}
