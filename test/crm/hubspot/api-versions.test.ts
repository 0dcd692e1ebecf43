import { describe, expect, it } from '@jest/globals';
import { toDatedUrl } from '../../../src/crm/hubspot/api-versions.ts';

const API = 'https://api.hubapi.com';

describe('paths of HubSpot', () => {
  it.each([
    ['/crm/v3/objects/deals/batch/read', '/crm/objects/2026-09/deals/batch/read'],
    ['/crm/v4/associations/deals/line_items/batch/read', '/crm/associations/2026-09/deals/line_items/batch/read'],
    ['/crm/v3/properties/deals/groups', '/crm/properties/2026-09/deals/groups'],
    ['/crm/v3/owners/?limit=500', '/crm/owners/2026-09?limit=500'],
    ['/crm/v3/owners?limit=500', '/crm/owners/2026-09?limit=500'],
  ])('%s is called as %s', (legacy, dated) => {
    expect(toDatedUrl(`${API}${legacy}`)).toBe(`${API}${dated}`);
  });

  it('without a dated version are not called at all', () => {
    expect(() => toDatedUrl(`${API}/crm/v3/pipelines/deals`)).toThrow('/crm/v3/pipelines/deals');
  });
});
