// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { ProxiedSignInPage } from '@backstage/core-components';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { useState } from 'react';
import { chosenPerson } from './chosenPerson';
import { DemoSignInError } from './DemoSignInError';
import { forgetOnSignOut } from './forgetOnSignOut';
import { PersonChooser } from './PersonChooser';

/** Sign-in by choosing one of six people; the backend has the provider `demo` for it, in development only. */
export function DemoSignInPage({ onSignInSuccess }: SignInPageProps) {
  const [person, setPerson] = useState(() => chosenPerson.get());

  if (person === undefined) {
    return (
      <PersonChooser
        onChoose={choice => {
          chosenPerson.set(choice);
          setPerson(choice);
        }}
      />
    );
  }
  return (
    <ProxiedSignInPage
      provider="demo"
      headers={{ 'x-demo-user': person.name }}
      onSignInSuccess={identity => onSignInSuccess(forgetOnSignOut(identity))}
      ErrorComponent={DemoSignInError}
    />
  );
}
