// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isMap, isSeq, parseDocument, type Document, type YAMLMap } from 'yaml';
import type { FieldWrite } from 'backstage-plugin-promotion-common';

/** An image as a kustomization names it. */
export interface FakeManifestImage {
  readonly name: string;
  readonly newName?: string;
  readonly tag?: string;
  readonly tagSuffix?: string;
  readonly digest?: string;
}

const IMAGE_POINTER = /^\/images\/\[(.+)\]\/([A-Za-z]+)$/;

function readImageEntries(document: Document): YAMLMap[] {
  const images = document.get('images');
  return isSeq(images) ? images.items.filter(isMap) : [];
}

function readText(entry: YAMLMap | undefined, key: string): string | undefined {
  const value = entry?.get(key);
  return value === undefined || value === null ? undefined : String(value);
}

function parsePointer(pointer: string): { name: string; key: string } {
  const [, name, key] = IMAGE_POINTER.exec(pointer) ?? [];
  if (name === undefined || key === undefined) {
    throw new TypeError(
      `the fake repository edits image fields only, not ${pointer}`,
    );
  }
  return { name, key };
}

/** The images a kustomization names, in its order. */
export function readManifestImages(text: string): readonly FakeManifestImage[] {
  return readImageEntries(parseDocument(text)).map(entry => ({
    name: readText(entry, 'name') ?? '',
    newName: readText(entry, 'newName'),
    tag: readText(entry, 'newTag'),
    tagSuffix: readText(entry, 'tagSuffix'),
    digest: readText(entry, 'digest'),
  }));
}

/** What a field holds; absent where it is not there. */
export function readManifestField(
  text: string,
  pointer: string,
): string | undefined {
  const { name, key } = parsePointer(pointer);
  const entry = readImageEntries(parseDocument(text)).find(
    candidate => readText(candidate, 'name') === name,
  );
  return readText(entry, key);
}

/** Sets or removes fields. Layout is not kept: byte-exact editing is tested where it is written, in the core. */
export function writeManifestFields(
  text: string,
  writes: readonly FieldWrite[],
): string {
  const document = parseDocument(text);
  for (const write of writes) {
    const { name, key } = parsePointer(write.pointer);
    const entry = readImageEntries(document).find(
      candidate => readText(candidate, 'name') === name,
    );
    if (write.after === undefined) {
      entry?.delete(key);
    } else if (entry) {
      entry.set(key, write.after);
    } else if (isSeq(document.get('images'))) {
      document.addIn(
        ['images'],
        document.createNode({ name, [key]: write.after }),
      );
    } else {
      document.set(
        'images',
        document.createNode([{ name, [key]: write.after }]),
      );
    }
  }
  return document.toString();
}
