// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import type { Evidence } from '../model/Evidence';
import type { Measure } from '../model/Gate';
import { countSchema, defineGate, onEvidence } from './GateKind';
import type { FactsOf } from './judgeRecords';
import { judgeReports, type RequiredPart } from './judgeReports';
import type { Look } from './look';
import { type Verdict, worstStatus } from './Verdict';

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'unknown'] as const;

const schema = z.strictObject({
  kind: z
    .literal('vulnerabilities')
    .describe('No more open findings than allowed, in every image'),
  ...onEvidence(),
  maxCritical: countSchema.describe('Open critical findings, at most'),
  maxHigh: countSchema.describe('Open high findings, at most'),
  maxMedium: countSchema.optional().describe('Absent: not limited'),
  maxLow: countSchema.optional().describe('Absent: not limited'),
  maxUnknown: countSchema
    .optional()
    .describe('Findings without a severity; absent: shown, not limited'),
});
type Rule = z.infer<typeof schema>;

/** What a scan of the source is called, beside those of the images. */
const SOURCE = 'the source';

/**
 * No more open findings by severity than allowed, in every image of the release and by every scanner. An image counts as
 * scanned by a record that names it, or by one of the release as a whole; a scan of the source can only make it worse.
 */
export const vulnerabilitiesGate = defineGate({
  kind: 'vulnerabilities',
  title: 'Vulnerabilities',
  schema,
  subject: 'release',
  ticks: false,
  judge: (rule, look) => {
    const { version } = look.facts.release;
    const parts = partsOf(rule, look);
    const isSeveral = parts.length > 1;
    return judgeReports(look, {
      kind: 'vulnerabilities',
      rule,
      noun: names =>
        isSeveral && names.length === 1
          ? `vulnerability scan of ${names[0]}`
          : 'vulnerability scan',
      missing: names => ({
        code: 'image-not-scanned',
        message: `There is no vulnerability scan of ${names.join(', ')}.`,
        remedy: `Let the pipeline scan every image of ${version}.`,
      }),
      // A scan of one image and one of the whole release are of different things: neither makes the other old.
      coverOf: record => (look.imageOf(record) ? 'image' : 'release'),
      parts,
      judge: (figures, name) =>
        judgeFigures(figures, rule, isSeveral ? name : undefined),
    });
  },
});

/** Every image, and the source where it was scanned. */
function partsOf({ minTier }: Rule, look: Look): RequiredPart[] {
  const scans = look
    .ofRelease('vulnerabilities')
    .about.flatMap(({ record }) => (isOfSource(record) ? [record] : []));
  const ofSource = new Set(scans);
  const images = look.facts.release.images.map(({ name }) => ({
    name,
    covers: (record: Evidence) => {
      const image = look.imageOf(record);
      return !ofSource.has(record) && (!image || image.name === name);
    },
  }));
  return scans.some(record => look.isTrusted(record, minTier))
    ? [...images, { name: SOURCE, covers: record => ofSource.has(record) }]
    : images;
}

/** Whether it names neither an image nor a release, only the commit both were built from. */
function isOfSource({ subject }: Evidence): boolean {
  return (
    subject.type === 'release' &&
    subject.image === undefined &&
    subject.releaseId === undefined
  );
}

function judgeFigures(
  figures: FactsOf<'vulnerabilities'>,
  rule: Rule,
  image: string | undefined,
): Verdict {
  const scan = image === undefined ? 'The scan' : `The scan of ${image}`;
  if (figures.scanned === 0) {
    return {
      status: 'no-data',
      code: 'nothing-scanned',
      message: 'The vulnerability scan looked at nothing.',
      remedy: `See why the scanner found nothing to look at${
        image === undefined ? '' : ` in ${image}`
      }.`,
      measures: [],
    };
  }
  const limits: Record<(typeof SEVERITIES)[number], number | undefined> = {
    critical: rule.maxCritical,
    high: rule.maxHigh,
    medium: rule.maxMedium,
    low: rule.maxLow,
    unknown: rule.maxUnknown,
  };
  const measures = SEVERITIES.flatMap(severity => {
    const limit = limits[severity];
    const count = figures[severity];
    const isShown =
      limit !== undefined || (severity === 'unknown' && count > 0);
    return isShown ? [measureOf(severity, count, { limit, image })] : [];
  });
  const over = measures.filter(measure => measure.status === 'failed');
  const unknown =
    figures.unknown > 0 && rule.maxUnknown === undefined
      ? ` ${figures.unknown} more have no severity.`
      : '';
  if (worstStatus(measures.map(measure => measure.status)) === 'passed') {
    return {
      status: 'passed',
      code: 'vulnerabilities-within-limits',
      message: `${figures.critical} critical and ${figures.high} high vulnerabilities, within the limits.${unknown}`,
      measures,
    };
  }
  const found = over.map(
    measure =>
      `${measure.value} ${nounOf(measure)} (at most ${measure.limit.slice(2)})`,
  );
  return {
    status: 'failed',
    code: 'vulnerabilities-over-limit',
    message: `${scan} found ${found.join(' and ')}.${unknown}`,
    remedy: `Update what is affected, build a new release and let the scanner look at it.`,
    measures,
  };
}

function nounOf({ label, value }: Measure): string {
  const [noun = ''] = label.toLowerCase().split(' in ');
  return value === '1' ? noun.replace(/ies$/, 'y') : noun;
}

function measureOf(
  severity: (typeof SEVERITIES)[number],
  count: number,
  about: {
    readonly limit: number | undefined;
    readonly image: string | undefined;
  },
): Measure {
  const { limit, image } = about;
  const noun =
    severity === 'unknown'
      ? 'Vulnerabilities of unknown severity'
      : `${severity.charAt(0).toUpperCase()}${severity.slice(
          1,
        )} vulnerabilities`;
  return {
    label: image === undefined ? noun : `${noun} in ${image}`,
    value: String(count),
    limit: limit === undefined ? 'not limited' : `≤ ${limit}`,
    status: limit !== undefined && count > limit ? 'failed' : 'passed',
  };
}
