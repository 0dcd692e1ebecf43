const lwc = require('@salesforce/eslint-config-lwc');
const lightning = require('@salesforce/eslint-plugin-lightning');

module.exports = [
  ...lwc.configs.recommended.map((config) => ({ ...config, files: ['force-app/**/*.js'] })),
  {
    files: ['force-app/**/*.js'],
    plugins: { '@salesforce/lightning': lightning },
    rules: {
      '@salesforce/lightning/valid-apex-method-invocation': 'error',
      'max-lines': ['error', 300],
      complexity: ['error', 10],
    },
  },
  {
    files: ['force-app/**/__tests__/**'],
    languageOptions: { globals: { require: 'readonly', global: 'readonly' } },
    rules: {
      '@lwc/lwc/no-async-operation': 'off',
      // a test plays the page that emits the record
      '@lwc/lwc/no-unexpected-wire-adapter-usages': 'off',
      'max-lines': 'off',
    },
  },
];
