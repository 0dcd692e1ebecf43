import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { requireHubspot } from '../../../src/config.ts';
import { DEAL_PROPERTY_DEFINITIONS } from '../../../src/crm/hubspot/deal-property-definitions.ts';
import { DEFAULT_MAPPING, KEY_PROPERTY } from '../../../src/crm/hubspot/property-names.ts';
import { HUBSPOT_SCOPES } from '../../../src/crm/hubspot/scopes.ts';

const guide = readFileSync(new URL('../../../docs/hubspot/connect.md', import.meta.url), 'utf8');
const project = new URL('../../../app-manifest/hubspot/src/hsprofile.production.json', import.meta.url);

describe('the guide for connecting a HubSpot portal', () => {
  it.each(HUBSPOT_SCOPES)('says what %s is for', (scope) => {
    expect(guide).toContain(`\`${scope}\``);
  });

  it.each(DEAL_PROPERTY_DEFINITIONS.map(({ name, label }) => [label, name]))(
    'names the property "%s" (%s)',
    (_, name) => {
      expect(guide).toContain(`\`${name}\``);
    },
  );

  it('names every property that a portal may fill', () => {
    const { productCode, ...own } = DEFAULT_MAPPING;
    expect(productCode).toBe('hs_sku');
    for (const property of [...Object.values(own), KEY_PROPERTY]) expect(guide).toContain(`\`${property}\``);
  });

  it('names every option of the verdict as people read it', () => {
    const verdict = DEAL_PROPERTY_DEFINITIONS.find(({ name }) => name === 'keepable_verdict');
    for (const { label } of verdict?.options ?? []) expect(guide).toContain(label);
  });

  it('names every variable that must be set', () => {
    const config = {} as Parameters<typeof requireHubspot>[0];
    const said = ((): string => {
      try {
        return JSON.stringify(requireHubspot(config));
      } catch (error) {
        return String(error);
      }
    })();
    const names = said.match(/\b[A-Z]+_[A-Z_]+\b/g) ?? [];
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) expect(guide).toContain(`\`${name}\``);
  });

  it('names the profile variable that carries our address', () => {
    const { variables } = JSON.parse(readFileSync(project, 'utf8')) as { variables: Record<string, string> };
    expect(Object.keys(variables)).toContain('KEEPABLE_URL');
    expect(guide).toContain('`KEEPABLE_URL`');
  });
});
