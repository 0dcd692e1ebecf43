import { afterEach, describe, expect, it } from '@jest/globals';
import { changeOpportunity, deleteOpportunity } from '../../../src/sandbox/salesforce/org-people.ts';
import type { TestOrg } from './pretend-org.ts';
import {
  deployTo,
  eventPackage,
  removalPackage,
  seedOpportunity,
  startListener,
  startOrg,
  until,
} from './pretend-org.ts';

let org: TestOrg;
let app: Awaited<ReturnType<typeof startListener>>;
afterEach(async () => {
  await org.close();
  await app.close();
});

const start = async (answer?: Parameters<typeof startListener>[0]): Promise<void> => {
  app = await startListener(answer);
  org = await startOrg();
  expect(await deployTo(org, eventPackage(app.url))).toMatchObject({ status: 'Succeeded', success: true });
};

const idle = () => until(() => org.sender.isIdle());

describe('outbound messages', () => {
  it('tell a new opportunity and a changed stage, in the shape of Salesforce', async () => {
    await start();
    const id = seedOpportunity(org, 'Brackets & <plates>');
    await until(() => app.received.length === 1);
    changeOpportunity(org.org, id, { NextStep: 'nothing that matters' });
    changeOpportunity(org.org, id, { StageName: 'Negotiation' });
    await until(() => app.received.length === 2);
    const { body, headers } = app.received[1]!;
    expect(headers).toMatchObject({ 'content-type': 'text/xml; charset=utf-8', soapaction: '""' });
    expect(body).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?><soapenv:Envelope [^>]+><soapenv:Body><notifications xmlns="http:\/\/soap.sforce.com\/2005\/09\/outbound">/,
    );
    expect(body).toContain(`<OrganizationId>${org.org.id}</OrganizationId><ActionId>04k`);
    expect(body).toContain('<SessionId xsi:nil="true"/>');
    expect(body).toContain(
      `<sf:Id>${id}</sf:Id><sf:Amount>1210.0</sf:Amount><sf:Name>Brackets &#38; &#60;plates&#62;</sf:Name><sf:StageName>Negotiation</sf:StageName></sObject>`,
    );
    await idle();
    expect(app.received).toHaveLength(2);
  });

  it.each([
    ['an error', { status: 500, body: '' }],
    ['an answer without the acknowledgement', { status: 200, body: 'ok' }],
    [
      'a refusal in the acknowledgement',
      {
        status: 200,
        body: '<x:Envelope><x:Body><notificationsResponse><Ack>false</Ack></notificationsResponse></x:Body></x:Envelope>',
      },
    ],
    ['no answer at all', null],
  ])('come again after %s, as the same notification', async (_case, answer) => {
    await start((count) => (count < 3 ? answer : { status: 200, body: ACKNOWLEDGED }));
    seedOpportunity(org);
    await until(() => app.received.length === 3);
    await idle();
    expect(new Set(app.received.flatMap(({ notifications }) => notifications)).size).toBe(1);
    expect(org.sender.attempts.map(({ isAcknowledged }) => isAcknowledged)).toEqual([false, false, true]);
  });

  it('carry up to 100 notifications, with the values of the moment in which they leave', async () => {
    await start();
    const ids = org.org.store.transaction(() =>
      Array.from({ length: 130 }, (_, index) => seedOpportunity(org, `Deal ${index}`)),
    );
    changeOpportunity(org.org, ids[0] ?? '', { Name: 'Renamed meanwhile' });
    deleteOpportunity(org.org, ids[1] ?? '');
    await until(() => app.received.length === 2);
    expect(app.received.map(({ notifications }) => notifications.length).toSorted((a, b) => a - b)).toEqual([30, 99]);
    expect(app.received.some(({ body }) => body.includes('Renamed meanwhile'))).toBe(true);
    expect(app.received.some(({ body }) => body.includes(String(ids[1])))).toBe(false);
  });

  it('get lost, come twice and come again after the acknowledgement, as the script says', async () => {
    await start();
    org.org.outboundFaults.trouble = { lose: 1 };
    seedOpportunity(org);
    await idle();
    expect(app.received).toEqual([]);
    org.org.outboundFaults.trouble = { duplicate: 1 };
    seedOpportunity(org);
    await idle();
    const [first, second] = app.received.flatMap(({ notifications }) => notifications);
    expect(first).toBe(second);
    org.org.outboundFaults.trouble = {};
    org.org.outboundFaults.repeat = 1;
    seedOpportunity(org);
    await until(() => app.received.length >= 3);
    org.org.outboundFaults.repeat = 0;
    await idle();
  });
});

describe('deployments', () => {
  it.each([
    ['a user that the org does not have', { user: 'nobody@example.com' }, 'no User named nobody@example.com'],
    ['a flow that asks for changes of new records', { on: 'CreateAndUpdate' }, 'IsChanged'],
    [
      'a file that is not in the package',
      { types: { Flow: ['Made', 'Other'], WorkflowOutboundMessage: [] } },
      "'Other'",
    ],
    ['a flow without its message', { types: { Flow: ['Made'], WorkflowOutboundMessage: [] } }, 'Opportunity.Changed'],
  ])('refuse %s and change nothing', async (_case, options, problem) => {
    app = await startListener();
    org = await startOrg();
    const result = await deployTo(org, eventPackage(app.url, options));
    expect(result).toMatchObject({ status: 'Failed', success: false });
    expect(result.details.componentFailures.map((one) => one.problem).join()).toContain(problem);
    expect([...org.org.metadata.flows(), ...org.org.metadata.messages()]).toEqual([]);
  });

  it('take back only flows that do not run any more', async () => {
    await start();
    const hasty = await deployTo(org, removalPackage(false));
    expect(hasty.details.componentFailures[0]?.problem).toContain('active');
    expect(org.org.metadata.flows()).toHaveLength(2);
    expect(await deployTo(org, removalPackage(true))).toMatchObject({ success: true });
    expect([...org.org.metadata.flows(), ...org.org.metadata.messages()]).toEqual([]);
    seedOpportunity(org);
    await idle();
    expect(app.received).toEqual([]);
  });
});

const ACKNOWLEDGED =
  '<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse></soapenv:Body></soapenv:Envelope>';
