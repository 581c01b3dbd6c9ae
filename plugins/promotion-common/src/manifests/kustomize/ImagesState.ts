// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { FieldWrite } from '../../model/Plan';
import { fieldPointer, parseFieldPointer } from '../fieldPointer';
import type { ManifestProblem } from '../ManifestProblem';
import type { Kustomization } from './readKustomization';
import type { EntryEdit, FieldEdit, ImagesEdit } from './spliceImages';

/** What `/images` holds while there are entries. */
const ENTRIES = 'a list of images';

/** What the fields of `images` hold while writes are gathered, one after the other, before anything is changed. */
export class ImagesState {
  readonly #reading: Kustomization;
  readonly #values = new Map<string, string | undefined>();
  readonly #edits = new Map<string, EntryEdit>();
  #list: ImagesEdit['list'];
  #count: number;

  constructor(reading: Kustomization) {
    this.#reading = reading;
    this.#count = reading.list?.items.length ?? 0;
  }

  /** What a field holds: text, or absent. The empty list of images reads as empty text. */
  held(pointer: string): string | undefined {
    if (this.#values.has(pointer)) return this.#values.get(pointer);
    const target = parseFieldPointer(pointer);
    if (!target) return undefined;
    if (target.kind === 'list') {
      const { imagesKey, written, list } = this.#reading;
      if (!imagesKey && !this.#list) return undefined;
      if (this.#count > 0 || list?.flow) return ENTRIES;
      return this.#list ? this.#list.after : written?.source ?? '';
    }
    const entry = this.#reading.entries.get(target.image);
    const value = entry?.fields[target.field]?.value.value;
    return typeof value === 'string' ? value : undefined;
  }

  /** Takes a write in, unless the field holds something else by now (`conflict`) or cannot be written. */
  write(write: FieldWrite): 'ok' | 'conflict' | ManifestProblem {
    const { pointer, before, after } = write;
    const target = parseFieldPointer(pointer);
    if (!target) return unknownField(pointer);
    const held = this.held(pointer);
    if (target.kind === 'list') {
      // The list is made for the sake of its entries, and kept once others have put theirs there too.
      if (held !== before || held === after) return 'ok';
      this.#list = { after, written: write.afterText };
      return 'ok';
    }
    const { image, field } = target;
    const entry = this.#reading.entries.get(image);
    // An entry whose name cannot be read may be this one.
    const [problem] = (entry ?? this.#reading.entries.get(''))?.problems ?? [];
    if (problem) return problem;
    if (held === after) return 'ok';
    if (held !== before) return 'conflict';
    const name = this.held(fieldPointer(image, 'name'));
    if (field === 'name') {
      if (after === undefined && !this.#holdsNameOnly(image)) return 'conflict';
      this.#count += after === undefined ? -1 : 1;
      this.#set(image, { whole: after === undefined ? 'removed' : 'added' });
    } else {
      if (name === undefined) return 'conflict';
      if (entry?.fields[field]?.value.value === null) return noValue(field);
      const edit: FieldEdit = { field, after, written: write.afterText };
      this.#set(image, { field: edit });
    }
    this.#values.set(pointer, after);
    return 'ok';
  }

  /** All that was taken in. */
  edit(): ImagesEdit {
    return { list: this.#list, entries: [...this.#edits.values()] };
  }

  #set(
    name: string,
    change: { whole?: EntryEdit['whole']; field?: FieldEdit },
  ): void {
    const known = this.#edits.get(name) ?? { name, fields: [] };
    const { field } = change;
    this.#edits.set(name, {
      ...known,
      ...(change.whole && { whole: change.whole }),
      fields: field
        ? [...known.fields.filter(each => each.field !== field.field), field]
        : known.fields,
    });
  }

  #holdsNameOnly(image: string): boolean {
    const items = this.#reading.entries.get(image)?.map?.items ?? [];
    const gone = this.#edits
      .get(image)
      ?.fields.filter(({ after }) => after === undefined);
    return items.length === 1 + (gone?.length ?? 0);
  }
}

function unknownField(pointer: string): ManifestProblem {
  return {
    code: 'unsupported-image-field',
    message: `${pointer} is not a field that is written.`,
    remedy: 'Change it manually.',
  };
}

function noValue(field: string): ManifestProblem {
  return {
    code: 'unsupported-image-field',
    message: `${field} has no value in the manifest.`,
    remedy: `Give ${field} a value, or delete its line.`,
  };
}
