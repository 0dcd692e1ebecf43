import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Environment, readConfig, requireHubspot, requireService } from '../src/config.ts';

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

  describe('of the CRMs', () => {
    const key = `a:${Buffer.alloc(32, 1).toString('base64')}`;
    const common = { PUBLIC_URL: 'https://keepable.example.com', ENCRYPTION_KEYS: key };
    const hubspot = { HUBSPOT_APP_ID: '1', HUBSPOT_CLIENT_ID: 'a', HUBSPOT_CLIENT_SECRET: 'b' };
    const salesforce = { SALESFORCE_CLIENT_ID: 'c', SALESFORCE_CLIENT_SECRET: 'd' };
    const service = (env: Record<string, string>) => requireService(readConfig({ ...common, ...env }));

    it('may name HubSpot, Salesforce, or both', () => {
      expect(service(hubspot).salesforce).toBeNull();
      expect(service(salesforce)).toMatchObject({
        settings: { clientSecrets: [] },
        salesforce: { loginUrl: 'https://login.salesforce.com', jwtKey: null },
      });
      expect(service({ ...hubspot, ...salesforce }).settings.clientSecrets).toEqual(['b']);
    });

    it('asks for HubSpot when it names neither, and for what is missing of Salesforce', () => {
      expect(() => service({})).toThrow(/HUBSPOT_CLIENT_ID/);
      expect(() => service({ SALESFORCE_CLIENT_ID: 'c' })).toThrow(/SALESFORCE_CLIENT_SECRET or SALESFORCE_JWT_KEY/);
    });

    it('takes the key that signs for integration users as one line, and nothing else for it', () => {
      const pem = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n';
      const one = { SALESFORCE_CLIENT_ID: 'c', SALESFORCE_JWT_KEY: Buffer.from(pem).toString('base64') };
      expect(service(one).salesforce?.jwtKey).toBe(pem);
      expect(() => readConfig({ SALESFORCE_JWT_KEY: 'no key' })).toThrow(/SALESFORCE_JWT_KEY/);
    });
  });
});
