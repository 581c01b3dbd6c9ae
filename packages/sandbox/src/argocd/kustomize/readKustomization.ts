// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isMap, isScalar, isSeq, parseDocument, Scalar } from 'yaml';
import { GitRepository } from '../../git/GitRepository';
import { isRecord } from '../../http/isRecord';
import { goTypeOf } from './goTypeOf';
import { RenderError } from './RenderError';
import { ImageTransform } from './transformImage';

/** The part of a kustomization the sandbox renders. */
export interface Kustomization {
  readonly resources: readonly string[];
  /** Directories whose kustomization works on what has been gathered here so far. */
  readonly components: readonly string[];
  readonly images: readonly ImageTransform[];
  readonly replicas: readonly {
    readonly name: string;
    readonly count: number;
  }[];
  readonly commonLabels: Readonly<Record<string, string>>;
  readonly namespace?: string;
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
}

const FILE_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
const KNOWN = [
  'apiVersion',
  'kind',
  'metadata',
  'resources',
  'components',
  'images',
  'replicas',
  'commonLabels',
  'namespace',
  'namePrefix',
  'nameSuffix',
];

/**
 * Reads the kustomization of a directory at a commit.
 * @throws RenderError with kustomize's text; also for fields the sandbox cannot render: a field
 *   that is ignored in silence would deploy something else than the real thing
 */
export async function readKustomization(
  repository: GitRepository,
  commit: string,
  directory: string,
): Promise<Kustomization> {
  const texts = await Promise.all(
    FILE_NAMES.map(name => repository.text(commit, `${directory}/${name}`)),
  );
  const found = texts.filter(one => one !== undefined);
  if (found.length === 0) {
    throw new RenderError(
      `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${directory}'`,
    );
  }
  if (found.length > 1) {
    throw new RenderError(
      `Found multiple kustomization files under: ${directory}`,
    );
  }
  const document = parseDocument(found[0] ?? '');
  if (document.errors.length > 0) {
    throw new RenderError(
      `invalid Kustomization: ${document.errors[0]?.message}`,
    );
  }
  const content: unknown = document.toJS();
  if (!isRecord(content)) {
    throw new RenderError('kustomization.yaml is empty');
  }
  const { kind = 'Kustomization' } = content;
  if (kind !== 'Kustomization' && kind !== 'Component') {
    throw new RenderError(
      `invalid Kustomization: kind should be Kustomization or Component`,
    );
  }
  const unknown = Object.keys(content).find(key => !KNOWN.includes(key));
  if (unknown) {
    throw new RenderError(
      `the sandbox cannot render the kustomization field "${unknown}"`,
    );
  }
  return {
    resources: list(content.resources).map(String),
    components: list(content.components).map(String),
    images: readImages(document.get('images')),
    replicas: list(content.replicas).map(one => ({
      name: isRecord(one) ? String(one.name) : '',
      count: isRecord(one) ? Number(one.count) : 1,
    })),
    commonLabels: isRecord(content.commonLabels)
      ? Object.fromEntries(
          Object.entries(content.commonLabels).map(([key, value]) => [
            key,
            String(value),
          ]),
        )
      : {},
    namespace: text(content.namespace),
    namePrefix: text(content.namePrefix),
    nameSuffix: text(content.nameSuffix),
  };
}

function readImages(images: unknown): ImageTransform[] {
  return isSeq(images) ? images.items.map(readImage) : [];
}

function readImage(entry: unknown): ImageTransform {
  const field = (name: string) =>
    isMap(entry) ? textOf(name, entry.get(name, true)) : undefined;
  const name = field('name');
  if (name === undefined) {
    throw new RenderError('invalid Kustomization: images entry without name');
  }
  return {
    name,
    newName: field('newName'),
    newTag: field('newTag'),
    tagSuffix: field('tagSuffix'),
    digest: field('digest'),
  };
}

/** `newTag: 1.10` is the number 1.1: kustomize refuses rather than deploying another version. */
function textOf(field: string, node: unknown): string | undefined {
  if (node === undefined) return undefined;
  const type = isScalar(node) ? scalarType(node) : 'object';
  if (type === 'nothing') return undefined;
  if (type !== 'string' || !isScalar(node)) {
    throw new RenderError(
      `invalid Kustomization: json: cannot unmarshal ${type} into Go struct field Image.images.${field} of type string`,
    );
  }
  return text(node.type === Scalar.PLAIN ? node.source : node.value);
}

function scalarType({ type, tag, value, source = '' }: Scalar) {
  if (type === Scalar.PLAIN && !tag) return goTypeOf(source);
  return typeof value === 'string' ? 'string' : typeof value;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
