// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { type DemoPerson, demoPeople } from './demoPeople';

const storageKey = 'promotion-demo-person';

/**
 * Who was chosen in this browser tab; `undefined` before a choice and after signing out. Kept in sessionStorage, so
 * that reloading keeps the person and two tabs can be two people.
 */
export const chosenPerson = {
  get(): DemoPerson | undefined {
    const name = sessionStorage.getItem(storageKey);
    return demoPeople.find(person => person.name === name);
  },
  set(person: DemoPerson): void {
    sessionStorage.setItem(storageKey, person.name);
  },
  clear(): void {
    sessionStorage.removeItem(storageKey);
  },
};
