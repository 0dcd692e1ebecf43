import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  // processes that the races for tokens start by their paths
  entry: ['test/**/*.test.{ts,tsx}', 'src/ui/*/main.tsx', 'test/faults/{refresh,salesforce}-racer.ts'],
  project: ['src/**/*.{ts,tsx}', 'webhooks/**/*.ts', 'test/**/*.{ts,tsx}'],
  ignoreDependencies: [
    // the engine of the Lightning components, which are plain JavaScript for its own compiler (rollup.config.js)
    'lwc',
    // brings Node 24 to npm scripts where the system Node is older; nothing imports it
    'node',
    // used by the validators that check what we install in the CRMs and our recorded requests, from outside this repository
    '@hubspot/project-parsing-lib',
    '@hubspot/local-dev-lib',
    'ajv',
    'ajv-formats',
    '@salesforce/types',
    'xml2js',
  ],
};

export default config;
