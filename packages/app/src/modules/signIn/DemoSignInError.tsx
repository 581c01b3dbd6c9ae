// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Alert, Button, Container, Flex } from '@backstage/ui';
import { chosenPerson } from './chosenPerson';

/** Why signing in did not work, and the two ways on: again, or as somebody else. */
export function DemoSignInError({ error }: { error?: Error }) {
  return (
    <Container mt="8">
      <Flex direction="column" gap="4" align="start">
        <Alert
          status="danger"
          title="Signing in did not work"
          description={`${
            error?.message ?? 'The backend gave no reason.'
          } Is the backend running?`}
        />
        <Flex gap="2">
          <Button onPress={() => window.location.reload()}>Try again</Button>
          <Button
            variant="secondary"
            onPress={() => {
              chosenPerson.clear();
              window.location.reload();
            }}
          >
            Choose somebody else
          </Button>
        </Flex>
      </Flex>
    </Container>
  );
}
