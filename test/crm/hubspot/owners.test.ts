import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Crm } from '../../../src/crm/crm.ts';
import type { HubspotWorld } from './hubspot-world.ts';
import { openHubspotWorld } from './hubspot-world.ts';

const OWNERS = 'GET /crm/owners/2026-09';

describe('the owners of a portal', () => {
  let world: HubspotWorld;
  let crm: Crm;
  beforeEach(async () => {
    world = await openHubspotWorld();
    crm = world.crm;
  });
  afterEach(() => world.close());

  const ownerOf = async (dealId: string): Promise<string | null | undefined> => {
    const [reading] = await crm.readDeals([dealId], []);
    return reading?.state === 'found' ? reading.deal.owner?.email : undefined;
  };
  const ownerCalls = (): number => world.newCalls().filter((call) => call === OWNERS).length;
  const aDealOf = (ownerEmail: string): string =>
    world.putDeal({ name: 'Acme', stage: 'proposal', ownerEmail, lines: [] });

  it('are read once, although many deals are read at the same moment', async () => {
    const deals = Array.from({ length: 8 }, () => aDealOf('rep@example.com'));
    const owners = await Promise.all(deals.map(ownerOf));
    expect(owners).toEqual(deals.map(() => 'rep@example.com'));
    expect(ownerCalls()).toBe(1);
  });

  it('are read again after ten minutes, because people come and change', async () => {
    const deal = aDealOf('rep@example.com');
    await ownerOf(deal);
    const [rep] = world.sandbox.portal.owners;
    if (rep) rep.email = 'new-name@example.com';
    world.advance(10 * 60_000 - 1);
    expect(await ownerOf(deal)).toBe('rep@example.com');
    world.advance(1);
    expect(await ownerOf(deal)).toBe('new-name@example.com');
    expect(ownerCalls()).toBe(2);
  });

  it('are looked up again for one who is not known, at most once a minute', async () => {
    const deal = aDealOf('rep@example.com');
    await ownerOf(deal);
    world.sandbox.portal.owners = [];
    world.sandbox.portal.store.update(
      world.sandbox.portal.store.find('deals', deal) ?? world.sandbox.portal.store.create('deals', {}, REP),
      { hubspot_owner_id: '99' },
      REP,
    );
    world.advance(60_000);
    expect(await ownerOf(deal)).toBeUndefined();
    expect(await ownerOf(deal)).toBeUndefined();
    expect(ownerCalls()).toBe(2);
  });

  it('that cannot be read fail the reading, and the next one tries again', async () => {
    const deal = aDealOf('rep@example.com');
    world.failNext('/owners/2026-09', { answer: { status: 503, body: {} } });
    await expect(crm.readDeals([deal], [])).rejects.toMatchObject({ code: 'CRM_UNAVAILABLE' });
    expect(await ownerOf(deal)).toBe('rep@example.com');
  });
});

const REP = { source: 'CRM_UI', userId: 101 } as const;
