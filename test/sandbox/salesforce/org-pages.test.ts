import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { changeOpportunity, create, tasksOf } from '../../../src/sandbox/salesforce/org-people.ts';
import type { TestOrg } from './pretend-org.ts';
import { seedOpportunity, startOrg, until } from './pretend-org.ts';

type Asked = { method: string; url: string; headers: Record<string, unknown> };

/** A card service that answers as told and writes down who asked. */
const startCard = async () => {
  const asked: Asked[] = [];
  const told = { status: 200, body: '{"state":"checked"}' };
  const server = createServer((req, res) => {
    asked.push({ method: req.method ?? '', url: req.url ?? '', headers: req.headers });
    res.writeHead(told.status, { 'Content-Type': 'application/json' }).end(told.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { asked, told, url, close };
};

let org: TestOrg;
let card: Awaited<ReturnType<typeof startCard>>;
beforeAll(async () => {
  [org, card] = await Promise.all([startOrg(), startCard()]);
});
afterAll(async () => {
  await org.close();
  await card.close();
});

const send = async (method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${org.url}/org${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
};

const apex = (method: string, recordId: string) => send('POST', `/apex/KeepableController.${method}`, { recordId });

describe('the pages of the org', () => {
  it('list the opportunities with their stages, owners and accounts', async () => {
    const id = seedOpportunity(org, 'On the board');
    const { body } = await send('GET', '/api/board');
    expect(body).toMatchObject({
      org: { name: 'Test org' },
      stages: expect.arrayContaining([{ id: 'Closed Won', label: 'Closed Won', closed: true }]),
      deals: expect.arrayContaining([
        expect.objectContaining({
          id,
          href: `/lightning/r/Opportunity/${id}/view`,
          amount: 1210,
          stage: 'Proposal',
          owner: 'Rosa Rep',
          company: 'Acme',
        }),
      ]),
    });
  });

  it('show one opportunity with products and activity, and change it as a person does', async () => {
    const id = seedOpportunity(org);
    create(org.org, 'Task', { Subject: 'Can we?', WhatId: id });
    const { body } = await send('GET', `/api/opportunities/${id}`);
    expect(body).toMatchObject({
      opportunity: { id, fields: { StageName: 'Proposal' } },
      lines: [
        { product: 'Bracket', fields: { Quantity: 100 } },
        { product: 'Plate', fields: { Quantity: 2.5 } },
      ],
      tasks: [{ fields: { Subject: 'Can we?' }, owner: 'Ada Admin' }],
    });
    expect((await send('PATCH', `/api/opportunities/${id}`, { fields: { StageName: 'Closed Won' } })).status).toBe(204);
    expect(org.org.store.find('Opportunity', id)?.fields['IsWon']).toBe(true);
    const task = tasksOf(org.org, id)[0]?.id;
    expect((await send('PATCH', `/api/tasks/${task}`, { fields: { Status: 'Completed' } })).status).toBe(204);
    expect(await send('PATCH', `/api/opportunities/${id}`, { fields: { Name: '' } })).toMatchObject({
      status: 400,
      body: { errorCode: 'REQUIRED_FIELD_MISSING' },
    });
    expect((await send('GET', '/api/opportunities/006Kp00000zzzzz')).status).toBe(404);
  });

  it('hear at once which opportunity changed, and of its tasks', async () => {
    const id = seedOpportunity(org);
    const stop = new AbortController();
    const stream = await fetch(`${org.url}/org/api/events`, { signal: stop.signal });
    let heard = '';
    const reading = stream.body
      ?.pipeTo(new WritableStream({ write: (chunk) => void (heard += Buffer.from(chunk).toString()) }))
      .catch(() => undefined);
    changeOpportunity(org.org, id, { NextStep: 'x' });
    create(org.org, 'Task', { Subject: 'y', WhatId: id });
    await until(() => heard.split(`{"dealId":"${id}"}`).length === 3);
    stop.abort();
    await reading;
  });
});

describe('the Apex of the org', () => {
  it('says that the key is missing until the admin has entered it', async () => {
    const fault = await apex('getCard', seedOpportunity(org));
    expect(fault).toMatchObject({ status: 500, body: { message: expect.stringContaining('install key') } });
  });

  it('asks the app with the key of the org, for whom and for which opportunity', async () => {
    org.setCardService({ url: card.url, installKey: 'k'.repeat(43) });
    const id = seedOpportunity(org);
    expect(await apex('getCard', id)).toEqual({ status: 200, body: { state: 'checked' } });
    expect(card.asked.at(-1)).toMatchObject({
      method: 'GET',
      url: `/api/salesforce/card?recordId=${id}`,
      headers: {
        authorization: `Bearer ${'k'.repeat(43)}`,
        'x-keepable-organization': org.org.id,
        'x-keepable-user': org.org.pageUserId,
      },
    });
    card.told.status = 202;
    expect(await apex('requestCheck', id)).toEqual({ status: 200, body: null });
    expect(card.asked.at(-1)?.method).toBe('POST');
  });

  it.each([
    [401, 'install key'],
    [403, 'not connected'],
    [503, 'code 503'],
  ])('turns the answer %i into a sentence', async (status, words) => {
    card.told.status = status;
    const fault = await apex('requestCheck', seedOpportunity(org));
    expect(fault).toMatchObject({ status: 500, body: { message: expect.stringContaining(words) } });
  });

  it('does not ask for an opportunity that the user cannot see', async () => {
    const before = card.asked.length;
    expect((await apex('getCard', '006Kp00000zzzzz')).body).toMatchObject({ state: 'not_permitted' });
    expect((await apex('requestCheck', '006Kp00000zzzzz')).status).toBe(500);
    expect(card.asked).toHaveLength(before);
  });
});
