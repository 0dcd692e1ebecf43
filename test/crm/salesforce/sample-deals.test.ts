import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { planPipeline } from '../../../src/capacity/pipeline-levels.ts';
import { checks } from '../../../src/checks/index.ts';
import { runChecks } from '../../../src/checks/run-checks.ts';
import { parseIsoDate } from '../../../src/deal/day.ts';
import type { Deal } from '../../../src/deal/deal.ts';
import { toPublishedSheet } from '../../../src/inbox/published-sheet.ts';
import { seedOrg } from '../../../src/sandbox/salesforce/seed-org.ts';
import { sampleDeals } from '../../../src/sandbox/sample/sample-deals.ts';
import { sampleWorkbook } from '../../../src/sandbox/sample/sample-workbook.ts';
import { readWorkbook } from '../../../src/sheet/read-workbook.ts';
import { openSalesforceWorld } from './salesforce-world.ts';
import type { SalesforceWorld } from './salesforce-world.ts';

const TODAY = '2026-11-22';

let world: SalesforceWorld;
let deals: Deal[];
const { sheet: facts, version } = readWorkbook(sampleWorkbook(TODAY), 'sample.xlsx');
if (facts === null) throw new Error('the sample cannot be read');
const published = toPublishedSheet({ id: '1', hash: version, facts, publishedAt: new Date(`${TODAY}T12:00:00Z`) });

beforeAll(async () => {
  world = await openSalesforceWorld();
  const { org } = world.sandbox;
  seedOrg(org, sampleDeals(TODAY), TODAY);
  await world.crm.provision();
  const ids = org.store.list('Opportunity').map(({ id }) => id);
  const readings = await world.crm.readDeals(ids, published.attributes);
  deals = readings.flatMap((reading) => (reading.state === 'found' ? [reading.deal] : []));
});
afterAll(() => world.close());

describe('the sample deals as Salesforce keeps them', () => {
  it('carry what is known besides their lines', () => {
    const named = (name: string) => deals.find((deal) => deal.name === name);
    expect(named('Shelf brackets for the new depot')?.needs).toEqual({ environment: 'outdoor' });
    expect(named('Base for the test stand')?.estimate).toMatchObject({ class: 'machine base', hours: 84 });
    expect(named('Installation at Dock 4')?.lines[0]?.attributes).toEqual({ 'on-site response': '4 h' });
  });

  it('let every check fire on at least one of them', () => {
    const { plan } = published;
    const pipeline = planPipeline(plan, deals, parseIsoDate(TODAY) ?? 0);
    const found = deals.flatMap(
      (deal) =>
        runChecks({
          deal: { ...deal, eventAt: `${TODAY}T12:00:00Z` },
          plan,
          today: TODAY,
          sheetVersion: version,
          sheetPublishedOn: '2026-11-01',
          rulesVersion: 'none',
          pipeline,
        }).findings,
    );
    const fired = found
      .filter(({ severity }) => ['warn', 'action', 'fail'].includes(severity))
      .map(({ check }) => check);
    expect([...new Set(fired)].sort()).toEqual(checks.map(({ id }) => id).sort());
  });
});
