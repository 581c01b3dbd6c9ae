// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

const empty = '{utils,util,helpers,helper,common,manager,misc}';

/** Override that refuses files whose name says nothing about what is in them. */
exports.fileNames = {
  files: [
    `**/${empty}.{ts,tsx}`,
    `**/${empty}/**/*.{ts,tsx}`,
    '**/*{Utils,Util,Helpers,Helper,Manager,Misc}.{ts,tsx}',
  ],
  rules: {
    'no-restricted-syntax': [
      'error',
      {
        selector: 'Program',
        message:
          'This file name says nothing: name the file after what it exports.',
      },
    ],
  },
};
