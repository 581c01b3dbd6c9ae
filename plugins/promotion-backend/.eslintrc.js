// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

module.exports = require('../../tools/lint/houseConfig.cjs')(__dirname);
