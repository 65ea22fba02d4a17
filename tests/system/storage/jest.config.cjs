const { transform, transformIgnorePatterns, moduleNameMapper } = require('../../../jest.config.cjs');

/** Tests that start Redis, kill processes and fill disks: `npx jest -c tests/system/storage/jest.config.cjs`. */
module.exports = {
  testEnvironment: 'node',
  transform,
  transformIgnorePatterns,
  moduleNameMapper,
  rootDir: '../../..',
  roots: ['<rootDir>/tests/system/storage'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 180_000,
};
