import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedOrg } from '../../../src/sandbox/salesforce/seed-org.ts';
import { linesOf } from '../../../src/sandbox/salesforce/org-people.ts';
import { sampleDeals } from '../../../src/sandbox/sample/sample-deals.ts';
import type { TestOrg } from './pretend-org.ts';
import { startOrg } from './pretend-org.ts';

const DEALS = sampleDeals('2026-03-02');

let org: TestOrg;
beforeAll(async () => {
  org = await startOrg({
    metadataDir: path.resolve('app-manifest/salesforce/force-app'),
    features: { multiCurrency: true },
  });
  seedOrg(org.org, DEALS, '2026-03-02');
});
afterAll(() => org.close());

const opportunity = (name: string) => {
  const found = org.org.store.list('Opportunity').find(({ fields }) => fields['Name'] === name);
  if (!found) throw new Error(`The org has no opportunity ${name}.`);
  return found;
};

describe('the seeded org', () => {
  it('holds every deal of the sample with its stage, amount, date, owner and account', async () => {
    expect(org.org.store.list('Opportunity')).toHaveLength(DEALS.length);
    for (const deal of DEALS) {
      expect(opportunity(deal.name).fields).toMatchObject({
        StageName: deal.stage,
        Amount: deal.amount,
        CurrencyIsoCode: 'USD',
        Keepable_Requested_Date__c: deal.requestedDate,
        IsClosed: false,
      });
    }
    const { body } = await org.query(
      "SELECT Owner.Email, Account.Name FROM Opportunity WHERE Name = 'Bracket restock'",
    );
    expect(body.records).toMatchObject([
      { Owner: { Email: 'lena.ortiz@northfield-metal.example' }, Account: { Name: 'Summit HVAC' } },
    ]);
  });

  it('holds the lines with product codes, units and attributes as fields of the org', async () => {
    const { body } = await org.query(
      "SELECT Product2.ProductCode, Quantity, Keepable_Unit__c, length_mm__c FROM OpportunityLineItem WHERE Opportunity.Name IN ('Clips by the pallet', 'Curtain wall panels, 4.2 m') ORDER BY Quantity",
    );
    expect(body.records).toMatchObject([
      { Product2: { ProductCode: 'CLP-010' }, Quantity: 2, Keepable_Unit__c: 'PALLET' },
      { Product2: { ProductCode: 'PNL-300' }, Quantity: 40, length_mm__c: 4200 },
    ]);
  });

  it('has no products where a quantity is open, because Salesforce would not save them', () => {
    const open = DEALS.filter(({ lines }) => lines.some(({ quantity }) => quantity === null));
    expect(open.length).toBeGreaterThan(0);
    for (const { name } of open) expect(linesOf(org.org, opportunity(name).id)).toEqual([]);
  });

  it('tells nobody of what it was filled with', () => {
    expect(org.sender.isIdle()).toBe(true);
  });
});
