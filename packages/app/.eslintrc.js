module.exports = require('../../tools/lint/houseConfig.cjs')(__dirname);
