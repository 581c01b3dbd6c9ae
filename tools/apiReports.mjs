// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

// What each public package offers, as text that a review sees change: plugins/<package>/report.api.md.
//   node tools/apiReports.mjs <folder of declarations>          compares
//   node tools/apiReports.mjs <folder of declarations> --write  brings the reports up to date
// The declarations come from `tsc --emitDeclarationOnly --declaration --outDir <folder>`.

import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
} from '@microsoft/api-extractor';
import ts from 'typescript';
import { root } from './paths.mjs';

/** With more names than this at one entry nobody finds the one they need. */
const MAX_NAMES = 80;

const [, , declarations, mode] = process.argv;
if (declarations === undefined) throw new Error('Say where the types are');

const compilerOptions = {
  jsx: 'react-jsx',
  module: 'esnext',
  moduleResolution: 'bundler',
  skipLibCheck: true,
  target: 'es2022',
  types: ['react'],
};
const scratch = mkdtempSync(join(tmpdir(), 'promotion-api-'));
const complaints = [];
for (const name of readdirSync(join(root, 'plugins'))) {
  const folder = join('plugins', name);
  if (!isCurrent(folder)) {
    complaints.push(
      `${folder}/report.api.md is out of date; bring it up to date with: npm run generate`,
    );
  }
  for (const [entry, count] of namesByEntry(folder)) {
    if (count <= MAX_NAMES) continue;
    complaints.push(
      `${folder}/${entry} names ${count} things, of at most ${MAX_NAMES}; move some to a sub-path of their own`,
    );
  }
}
rmSync(scratch, { recursive: true });
for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
process.exitCode = complaints.length > 0 ? 1 : 0;

/** Whether the report in the package's folder says what its main entry offers; with `--write` it does afterwards. */
function isCurrent(folder) {
  const silent = { default: { logLevel: ExtractorLogLevel.None } };
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: join(root, folder),
      mainEntryPointFilePath: declarationOf(folder, './src/index.ts'),
      compiler: { overrideTsconfig: { compilerOptions } },
      apiReport: {
        enabled: true,
        reportFileName: 'report.api.md',
        reportFolder: join(root, folder),
        reportTempFolder: scratch,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: silent,
        extractorMessageReporting: silent,
        tsdocMessageReporting: silent,
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, folder, 'package.json'),
  });
  const result = Extractor.invoke(config, {
    localBuild: mode === '--write',
    messageCallback: message => {
      message.handled = true;
    },
  });
  return mode === '--write' || !result.apiReportChanged;
}

/** Pairs of an entry's source file and how many names it exports. */
function namesByEntry(folder) {
  const { main, exports: entries = { '.': main } } = JSON.parse(
    readFileSync(join(root, folder, 'package.json'), 'utf8'),
  );
  const sources = Object.values(entries).filter(path => /\.tsx?$/.test(path));
  const files = sources.map(source => declarationOf(folder, source));
  const { options } = ts.convertCompilerOptionsFromJson(compilerOptions, root);
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  return sources.map((source, index) => {
    const file = program.getSourceFile(files[index]);
    const symbol = checker.getSymbolAtLocation(file);
    return [source, symbol ? checker.getExportsOfModule(symbol).length : 0];
  });
}

function declarationOf(folder, source) {
  return resolve(declarations, folder, source.replace(/\.tsx?$/, '.d.ts'));
}
