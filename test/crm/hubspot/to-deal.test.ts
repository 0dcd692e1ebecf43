import { describe, expect, it } from '@jest/globals';
import { DEFAULT_MAPPING } from '../../../src/crm/hubspot/property-names.ts';
import type { HubspotObject } from '../../../src/crm/hubspot/to-deal.ts';
import { toDeal } from '../../../src/crm/hubspot/to-deal.ts';

const reading = { mapping: DEFAULT_MAPPING, attributes: ['length_mm'], timeZone: 'America/Chicago' };
const object = (id: string, properties: Record<string, string | null> = {}): HubspotObject => ({ id, properties });
const dealOf = (properties: Record<string, string | null>, lineItems: HubspotObject[] = []) =>
  toDeal({ deal: object('1', properties), lineItems, company: null, owner: null }, reading);

describe('a deal out of HubSpot', () => {
  it('is ordered when it was won; an open one has no order date of its own, whatever was written to it last', () => {
    const changed = { hs_lastmodifieddate: '2026-03-02T09:00:00Z', closedate: '2026-03-01T10:00:00Z' };
    expect(dealOf({ ...changed, hs_is_closed: 'true' }).eventAt).toBe('2026-03-01T10:00:00Z');
    expect(dealOf({ ...changed, hs_is_closed: 'false' }).eventAt).toBeNull();
  });

  it('has its lines in the order of the quote, then of creation', () => {
    const at = (id: string, position: string | null) => object(id, { hs_position_on_quote: position });
    const ids = (lines: HubspotObject[]) => dealOf({}, lines).lines.map(({ id }) => id);
    expect(ids([at('30', '2'), at('20', '1'), at('10', '3')])).toEqual(['20', '30', '10']);
    expect(ids([at('100', null), at('20', null)])).toEqual(['20', '100']);
  });

  it('keeps a quantity that is no number, so that the rep hears about it', () => {
    const quantityOf = (quantity: string | null) => dealOf({}, [object('1', { quantity })]).lines[0]?.quantity;
    expect(quantityOf('2.5')).toBe(2.5);
    expect(quantityOf('0')).toBe(0);
    expect(quantityOf('a dozen')).toBe('a dozen');
    expect(quantityOf('')).toBeNull();
    expect(quantityOf(null)).toBeNull();
  });

  it('has the requirements, needs and estimate that the card keeps, and none where they cannot be read', () => {
    const facts = { needs: { environment: 'outdoor' }, estimate: { hours: 30 } };
    expect(dealOf({ keepable_facts: JSON.stringify(facts) })).toMatchObject(facts);
    expect(dealOf({ keepable_facts: '{' })).not.toHaveProperty('needs');
  });

  it('leaves attributes as the CRM spells them and drops blank ones', () => {
    expect(dealOf({ length_mm: '007' }).attributes).toEqual({ length_mm: '007' });
    expect(dealOf({ length_mm: ' ' }).attributes).toEqual({});
  });

  it('finds the property behind the name that the sheet has for an attribute', () => {
    const spelled = { ...reading, attributes: ['Length mm', 'Surface-finish (RAL)'] };
    const properties = { length_mm: '400', surface_finish__ral_: '9010' };
    const deal = toDeal({ deal: object('1', properties), lineItems: [], company: null, owner: null }, spelled);
    expect(deal.attributes).toEqual({ 'Length mm': '400', 'Surface-finish (RAL)': '9010' });
  });

  it('is not confused by an attribute that is called like a part of every object', () => {
    const odd = { ...reading, attributes: ['constructor', '__proto__', 'toString'] };
    const deal = toDeal({ deal: object('1'), lineItems: [], company: null, owner: null }, odd);
    expect(deal.attributes).toEqual({});
  });
});
