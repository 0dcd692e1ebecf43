import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Environment, readConfig, requireHubspot } from '../src/config.ts';

describe('the configuration', () => {
  it('is listed in .env.example, variable by variable', () => {
    const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
    const listed = [...text.matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(([, name]) => name).sort();
    expect(listed).toEqual(Object.keys(Environment.shape).sort());
  });

  it('needs nothing for a start', () => {
    expect(readConfig({})).toMatchObject({ PORT: 4800, SANDBOX_PORT: 4801, DATA_DIR: '.keepable' });
  });

  it('names every wrong variable in one sentence and never shows a value', () => {
    const read = (): unknown => readConfig({ PORT: 'many', ENCRYPTION_KEYS: 'a:c2VjcmV0' });
    expect(read).toThrow(/PORT.*ENCRYPTION_KEYS/);
    expect(read).not.toThrow(/c2VjcmV0/);
  });

  it('says which variables a real portal needs', () => {
    expect(() => requireHubspot(readConfig({ PUBLIC_URL: 'https://keepable.example.com/' }))).toThrow(
      /ENCRYPTION_KEYS, HUBSPOT_APP_ID, HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET/,
    );
  });
});
