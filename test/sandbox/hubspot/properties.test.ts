import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPortal } from './pretend-portal.ts';
import type { TestPortal } from './pretend-portal.ts';

const DEALS = '/crm/properties/2026-09/deals';

let portal: TestPortal;
beforeAll(async () => {
  portal = await startPortal();
  await portal.call('POST', `${DEALS}/groups`, { name: 'keepable', label: 'Keepable', displayOrder: -1 });
});
afterAll(() => portal.close());

const text = (name: string) => ({ name, label: name, type: 'string', fieldType: 'text', groupName: 'keepable' });

describe('property definitions', () => {
  it('are created once; the second time the name is taken', async () => {
    const first = await portal.call('POST', DEALS, text('keepable_summary'));
    const second = await portal.call('POST', DEALS, text('keepable_summary'));
    expect([first.status, second.status]).toEqual([201, 409]);
    expect(second.body).toMatchObject({
      message: "A property named 'keepable_summary' already exists.",
      category: 'OBJECT_ALREADY_EXISTS',
      subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS',
    });
  });

  it('are refused in a group that does not exist', async () => {
    const { status } = await portal.call('POST', DEALS, { ...text('keepable_lost'), groupName: 'nowhere' });
    expect(status).toBe(400);
  });

  it('in a batch name what is taken beside what was made', async () => {
    const inputs = [text('keepable_one'), text('keepable_summary')];
    const { status, body } = await portal.call('POST', `${DEALS}/batch/create`, { inputs });
    expect([status, body.results.length, body.errors[0]?.category]).toEqual([207, 1, 'OBJECT_ALREADY_EXISTS']);
  });

  it('with options take those values and no others', async () => {
    const option = (value: string, displayOrder: number) => ({ value, label: value, displayOrder, hidden: false });
    await portal.call('POST', DEALS, {
      ...text('keepable_verdict'),
      type: 'enumeration',
      fieldType: 'select',
      options: [option('ok', 0), option('late', 1)],
    });
    const deal = await portal.call('POST', '/crm/objects/2026-09/deals', {
      properties: { dealname: 'A' },
      associations: [],
    });
    const write = (keepable_verdict: string) =>
      portal.call('PATCH', `/crm/objects/2026-09/deals/${deal.body.id}`, { properties: { keepable_verdict } });
    expect((await write('late')).status).toBe(200);
    expect((await write('never')).status).toBe(400);
    await portal.call('PATCH', `${DEALS}/keepable_verdict`, { options: [option('never', 0)] });
    expect((await write('never')).status).toBe(200);
  });

  it('give back a seeded value as soon as they exist', async () => {
    const deal = portal.portal.store.create(
      'deals',
      { dealname: 'A', keepable_date: '2026-03-17' },
      { source: 'CRM_UI', userId: 1 },
    );
    const read = async () =>
      (await portal.call('GET', `/crm/objects/2026-09/deals/${deal.id}?properties=keepable_date`)).body
        .properties as Record<string, unknown>;
    expect(Object.keys(await read())).not.toContain('keepable_date');
    await portal.call('POST', DEALS, { ...text('keepable_date'), type: 'date', fieldType: 'date' });
    expect((await read())['keepable_date']).toBe('2026-03-17');
  });

  it('can be archived and come back under the same name', async () => {
    await portal.call('POST', DEALS, text('keepable_old'));
    expect((await portal.call('DELETE', `${DEALS}/keepable_old`)).status).toBe(204);
    expect((await portal.call('GET', `${DEALS}/keepable_old`)).status).toBe(404);
    expect((await portal.call('POST', DEALS, text('keepable_old'))).status).toBe(201);
  });

  it('list the standard ones with the group they are in', async () => {
    const { body } = await portal.call('GET', DEALS);
    expect(body.results.find(({ name }) => name === 'dealstage')).toMatchObject({
      groupName: 'dealinformation',
    });
  });
});

describe('the rules of an admin', () => {
  it('refuse a write of ours that leaves a required property empty, but not a click in the portal', async () => {
    const deal = portal.portal.store.create(
      'deals',
      { dealname: 'A', dealstage: 'proposal' },
      { source: 'CRM_UI', userId: 1 },
    );
    portal.portal.validationRules.push({
      objectType: 'deals',
      requires: 'closedate',
      when: { property: 'dealstage', values: ['proposal'] },
    });
    const path = `/crm/objects/2026-09/deals/${deal.id}`;
    const { status, body } = await portal.call('PATCH', path, { properties: { dealname: 'B' } });
    expect([status, body.category, body.errors]).toEqual([
      400,
      'VALIDATION_ERROR',
      [
        {
          code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
          message: 'closedate is required because of a conditional property rule based on [dealstage]',
          context: { propertyName: ['closedate'] },
        },
      ],
    ]);
    expect((await portal.call('PATCH', path, { properties: { closedate: '2026-03-17' } })).status).toBe(200);
    portal.portal.validationRules.length = 0;
  });
});

describe('owners, pipelines and the account', () => {
  it('finds an owner by e-mail in any case, by owner id and by user id', async () => {
    const byEmail = await portal.call('GET', '/crm/owners/2026-09?email=REP@example.com&limit=100');
    expect(byEmail.body.results).toMatchObject([{ id: '901', userId: 101 }]);
    expect((await portal.call('GET', '/crm/owners/2026-09/901')).body.email).toBe('rep@example.com');
    expect((await portal.call('GET', '/crm/owners/2026-09/101?idProperty=userId')).body.id).toBe('901');
    expect((await portal.call('GET', '/crm/owners/2026-09/101')).status).toBe(404);
  });

  it('tells closed stages in text', async () => {
    const { body } = await portal.call('GET', '/crm/pipelines/2026-09/deals');
    expect(body.results[0]?.stages.map((stage) => stage.metadata)).toEqual([
      { isClosed: 'false', probability: '0.2' },
      { isClosed: 'false', probability: '0.6' },
      { isClosed: 'true', probability: '1.0' },
      { isClosed: 'true', probability: '0.0' },
    ]);
  });

  it('tells the time zone of the account', async () => {
    portal.portal.timeZone = 'Europe/Berlin';
    const { body } = await portal.call('GET', '/account-info/2026-09/details');
    expect(body).toMatchObject({ portalId: 147, timeZone: 'Europe/Berlin' });
    expect(['+01:00', '+02:00']).toContain(body.utcOffset);
  });
});
