// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Evidence } from '../model/Evidence';
import type { Measure } from '../model/Gate';
import type { Timestamp } from '../model/scalars';
import type { GateRulesOf } from '../rules/gateRules';
import { imageOf, isAboutRelease } from './evidenceSubject';
import type { GateFacts } from './GateFacts';
import type { FactsOf } from './judgeRecord';
import { judgeRelease } from './judgeRelease';
import { Verdict, worstStatus } from './Verdict';

/** No more open findings by severity than allowed, in every image of the release and by every scanner. */
export function vulnerabilitiesGate(
  rule: GateRulesOf<'vulnerabilities'>,
  facts: GateFacts,
  now: Timestamp,
): Verdict {
  const verdict = judgeRelease(facts, {
    kind: 'vulnerabilities',
    rule,
    now,
    noun: 'vulnerability scan',
    groupOf: each => scannedImage(each, facts),
    judge: figures => judgeFigures(figures, rule, facts.release.version),
  });
  const missing = unscannedImages(facts);
  if (verdict.status !== 'passed' || missing.length === 0) return verdict;
  return {
    status: 'no-data',
    code: 'image-not-scanned',
    message: `There is no vulnerability scan of ${missing.join(', ')}.`,
    remedy: `Let the pipeline scan every image of ${facts.release.version}.`,
    measures: verdict.measures,
    ...(verdict.evidence && { evidence: verdict.evidence }),
  };
}

function judgeFigures(
  figures: FactsOf<'vulnerabilities'>,
  rule: GateRulesOf<'vulnerabilities'>,
  version: string,
): Verdict {
  if (figures.scanned === 0) {
    return {
      status: 'no-data',
      code: 'nothing-scanned',
      message: 'The vulnerability scan looked at nothing.',
      remedy: `See why the scanner found nothing to look at in ${version}.`,
      measures: [],
    };
  }
  const measures = [
    measureOf('critical', figures.critical, rule.maxCritical),
    measureOf('high', figures.high, rule.maxHigh),
    ...(rule.maxMedium === undefined
      ? []
      : [measureOf('medium', figures.medium, rule.maxMedium)]),
  ];
  const over = measures.filter(measure => measure.status === 'failed');
  if (worstStatus(measures.map(measure => measure.status)) === 'passed') {
    return {
      status: 'passed',
      code: 'vulnerabilities-within-limits',
      message: `${figures.critical} critical and ${figures.high} high vulnerabilities, within the limits.`,
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
    message: `The scan found ${found.join(' and ')}.`,
    remedy: `Update what is affected, build a new release and let the scanner look at it.`,
    measures,
  };
}

function nounOf({ label, value }: Measure): string {
  const noun = label.toLowerCase();
  return value === '1' ? noun.replace(/ies$/, 'y') : noun;
}

function measureOf(severity: string, count: number, limit: number): Measure {
  const label = `${severity.charAt(0).toUpperCase()}${severity.slice(
    1,
  )} vulnerabilities`;
  return {
    label,
    value: String(count),
    limit: `≤ ${limit}`,
    status: count > limit ? 'failed' : 'passed',
  };
}

/** The image a scan is about, where a release has several; empty: the whole release. */
function scannedImage({ subject }: Evidence, { release }: GateFacts): string {
  if (subject.type !== 'release' || !subject.image) return '';
  if (subject.releaseId !== undefined || subject.commit !== undefined)
    return '';
  if (release.images.length === 1) return '';
  return imageOf(subject.image, release)?.name ?? '';
}

function unscannedImages(facts: GateFacts): readonly string[] {
  const scanned = facts.evidence
    .filter(
      each =>
        each.kind === 'vulnerabilities' &&
        isAboutRelease(each.subject, facts.release),
    )
    .map(each => scannedImage(each, facts));
  if (scanned.includes('')) return [];
  return facts.release.images
    .map(image => image.name)
    .filter(name => !scanned.includes(name));
}
