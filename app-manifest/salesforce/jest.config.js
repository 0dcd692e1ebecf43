const { jestConfig } = require('@salesforce/sfdx-lwc-jest/config');

module.exports = {
  ...jestConfig,
  moduleNameMapper: { '^golden/(.*)$': '<rootDir>/golden/$1', '^support/(.*)$': '<rootDir>/test-support/$1' },
  // the cores are shared with the tests of the service, which start this run
  maxWorkers: 1,
  testTimeout: 60_000,
};
