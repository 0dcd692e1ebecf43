import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { APP, startPortal, startReceiver, until } from './pretend-portal.ts';
import type { TestPortal } from './pretend-portal.ts';

let portal: TestPortal;
let app: Awaited<ReturnType<typeof startReceiver>> | null = null;
afterEach(async () => {
  await portal.close();
  await app?.close();
  app = null;
});

type PageBody = {
  id: string;
  status: number;
  portal: unknown;
  stages: unknown[];
  deals: unknown[];
  lineItems: { id: string }[];
  propertyDefinitions: unknown[];
};

const ask = async (method: string, pathname: string, body?: unknown) => {
  const response = await fetch(`${portal.url}/portal/api${pathname}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as PageBody };
};

describe('the board and the page of a deal', () => {
  it('shows a new deal with its company, owner and lines', async () => {
    portal = await startPortal();
    const company = portal.portal.store.create('companies', { name: 'Acme' }, { source: 'CRM_UI', userId: 1 });
    const { status, body } = await ask('POST', '/deals', {
      properties: { dealname: 'Brackets', amount: '1200', hubspot_owner_id: '901' },
      lineItems: [{ properties: { name: 'Bracket', hs_sku: 'BRK', quantity: '100', price: '12' } }],
      companyId: company.id,
    });
    expect(status).toBe(201);
    const board = await ask('GET', '/board');
    expect(board.body.portal).toEqual({ id: 147, name: 'Test portal' });
    expect(board.body.stages[2]).toEqual({ id: 'won', label: 'Won', closed: true });
    expect(board.body.deals).toEqual([
      {
        id: body.id,
        name: 'Brackets',
        amount: '1200',
        currency: 'EUR',
        stage: 'qualified',
        owner: 'Rosa Rep',
        company: 'Acme',
        verdict: null,
        requestedDate: null,
        promiseDate: null,
      },
    ]);
    const page = await ask('GET', `/deals/${body.id}`);
    expect(page.body).toMatchObject({
      deal: { id: body.id },
      company: { id: company.id, name: 'Acme' },
      owner: { id: '901', name: 'Rosa Rep', email: 'rep@example.com' },
      lineItems: [{ properties: { hs_sku: 'BRK', amount: '1200' } }],
      tasks: [],
      notes: [],
    });
    expect(page.body.propertyDefinitions[0]).toEqual({
      name: 'dealname',
      label: 'Deal name',
      type: 'string',
      groupName: 'dealinformation',
      options: [],
    });
  });

  it('refuses what the portal would refuse, and forgets what was deleted', async () => {
    portal = await startPortal();
    const { body } = await ask('POST', '/deals', { properties: { dealname: 'A' } });
    expect((await ask('PATCH', `/deals/${body.id}`, { properties: { amount: 'much' } })).status).toBe(400);
    expect((await ask('PATCH', '/deals/1', { properties: {} })).status).toBe(404);
    expect((await ask('DELETE', `/deals/${body.id}`)).status).toBe(204);
    expect((await ask('GET', '/board')).body.deals).toEqual([]);
  });

  it('tells those who look that a deal changed, also when a line or a task of it did', async () => {
    portal = await startPortal();
    const { body: deal } = await ask('POST', '/deals', {
      properties: { dealname: 'A' },
      lineItems: [{ properties: { quantity: '1' } }],
    });
    const line = (await ask('GET', `/deals/${deal.id}`)).body.lineItems[0]?.id;
    const stop = new AbortController();
    const stream = await fetch(`${portal.url}/portal/api/events`, { signal: stop.signal });
    expect(stream.headers.get('content-type')).toMatch('text/event-stream');
    let told = '';
    const reading = (async () => {
      for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>)
        told += Buffer.from(chunk).toString();
    })().catch(() => {});
    await until(() => told.includes(':'));
    await ask('PATCH', `/line-items/${line}`, { properties: { quantity: '2' } });
    await until(() => told.includes(`event: changed\ndata: {"dealId":"${deal.id}"}\n\n`));
    portal.portal.store.create('companies', { name: 'Other' }, { source: 'CRM_UI', userId: 1 });
    await until(() => told.includes('data: {"dealId":null}'));
    stop.abort();
    await reading;
  });

  it('are served from the built files, with index.html for addresses of the pages', async () => {
    const pagesDir = mkdtempSync(path.join(tmpdir(), 'pages-'));
    writeFileSync(path.join(pagesDir, 'index.html'), '<title>Board</title>');
    writeFileSync(path.join(pagesDir, 'app.js'), 'let a;');
    portal = await startPortal({ pagesDir });
    const get = async (pathname: string) => (await fetch(`${portal.url}${pathname}`)).text();
    expect(await Promise.all(['/', '/deals/12', '/app.js'].map(get))).toEqual([
      '<title>Board</title>',
      '<title>Board</title>',
      'let a;',
    ]);
    expect((await fetch(`${portal.url}/crm/unknown`)).status).toBe(404);
    expect((await fetch(`${portal.url}/portal/api/unknown`)).status).toBe(404);
  });
});

describe('hubspot.fetch', () => {
  it('adds who asks and signs what it sends', async () => {
    app = await startReceiver();
    portal = await startPortal({ webhookUrl: `${app.url}/webhooks/hubspot` });
    const { body } = await ask('POST', '/fetch', {
      url: `${app.url}/api/card?dealId=7`,
      method: 'POST',
      body: { a: 1 },
    });
    expect(body).toMatchObject({ status: 200, body: '{"ok":true}' });
    const { url, headers, body: sent, method } = app.received[0]!;
    expect(url).toBe('/api/card?dealId=7&portalId=147&userId=101&userEmail=rep%40example.com&appId=4242');
    const timestamp = String(headers['x-hubspot-request-timestamp']);
    const signed = `POST${app.url}${url.replace('%40', '@')}{"a":1}${timestamp}`;
    expect([method, sent]).toEqual(['POST', '{"a":1}']);
    expect(headers['x-hubspot-signature-v3']).toBe(
      createHmac('sha256', APP.clientSecret).update(signed).digest('base64'),
    );
    const v2 = createHash('sha256').update(`${APP.clientSecret}POST${app.url}${url}{"a":1}`).digest('hex');
    expect([headers['x-hubspot-signature'], headers['x-hubspot-signature-version']]).toEqual([v2, 'v2']);
  });

  it('asks a second time after a fault of the app, and hands on what it then says', async () => {
    app = await startReceiver((_received, count) => (count === 1 ? null : 503));
    portal = await startPortal({ webhookUrl: `${app.url}/webhooks/hubspot` });
    const { body } = await ask('POST', '/fetch', { url: `${app.url}/api/card`, method: 'GET' });
    expect([body.status, app.received.length]).toEqual([503, 2]);
  });

  it('does not repeat a refusal, and calls nobody but the app', async () => {
    app = await startReceiver(() => 401);
    portal = await startPortal({ webhookUrl: `${app.url}/webhooks/hubspot` });
    expect((await ask('POST', '/fetch', { url: `${app.url}/api/card` })).body.status).toBe(401);
    expect(app.received).toHaveLength(1);
    expect((await ask('POST', '/fetch', { url: 'http://elsewhere.example.com/' })).status).toBe(400);
  });
});
