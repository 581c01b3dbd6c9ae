// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Evidence } from '../model/Evidence';
import type { Measure } from '../model/Gate';
import { earliest } from '../model/moment';
import type { Timestamp } from '../model/scalars';
import type { GateRulesOf } from '../rules/gateRules';
import { imageOf } from './evidenceSubject';
import type { GateFacts } from './GateFacts';
import type { FactsOf } from './judgeRecord';
import { judgeRelease } from './judgeRelease';
import { Verdict, worstStatus, worstVerdict } from './Verdict';

/** No more open findings by severity than allowed, in every image of the release and by every scanner. */
export function vulnerabilitiesGate(
  rule: GateRulesOf<'vulnerabilities'>,
  facts: GateFacts,
  now: Timestamp,
): Verdict {
  const { images } = facts.release;
  const [only] = images;
  if (!only || images.length === 1) {
    return judgeImage({ rule, facts, now });
  }
  const verdicts = images.map(({ name }) =>
    judgeImage({ rule, facts, now }, name),
  );
  const missing = images.filter(
    (_, index) => verdicts[index]?.code === 'no-evidence',
  );
  const worst = worstVerdict(verdicts);
  if (!worst || missing.length === images.length) {
    return judgeImage({ rule, facts, now });
  }
  const evidence = [
    ...new Set(verdicts.flatMap(verdict => verdict.evidence ?? [])),
  ];
  if (worst.code === 'no-evidence') {
    return {
      ...worst,
      code: 'image-not-scanned',
      message: `There is no vulnerability scan of ${missing
        .map(({ name }) => name)
        .join(', ')}.`,
      remedy: `Let the pipeline scan every image of ${facts.release.version}.`,
      evidence,
    };
  }
  const reevaluateAt =
    worst.status === 'passed'
      ? earliest(verdicts.map(verdict => verdict.reevaluateAt))
      : worst.reevaluateAt;
  return {
    ...worst,
    evidence,
    ...(reevaluateAt !== undefined && { reevaluateAt }),
  };
}

/** Judges the scans of one image and those of the whole release; without a name, all of them. */
function judgeImage(
  context: {
    readonly rule: GateRulesOf<'vulnerabilities'>;
    readonly facts: GateFacts;
    readonly now: Timestamp;
  },
  name?: string,
): Verdict {
  const { rule, facts, now } = context;
  return judgeRelease(facts, {
    kind: 'vulnerabilities',
    rule,
    now,
    noun: 'vulnerability scan',
    filter: each =>
      name === undefined ||
      [undefined, name].includes(scannedImage(each, facts)),
    judge: figures =>
      judgeFigures(figures, rule, {
        version: facts.release.version,
        scan: name === undefined ? 'The scan' : `The scan of ${name}`,
      }),
  });
}

function judgeFigures(
  figures: FactsOf<'vulnerabilities'>,
  rule: GateRulesOf<'vulnerabilities'>,
  { version, scan }: { readonly version: string; readonly scan: string },
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
    message: `${scan} found ${found.join(' and ')}.`,
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

/** The image of the release that a scan is about; absent: the whole release, or none of it. */
function scannedImage(
  { subject }: Evidence,
  { release }: GateFacts,
): string | undefined {
  if (subject.type !== 'release' || !subject.image) return undefined;
  return imageOf(subject.image, release)?.name;
}
