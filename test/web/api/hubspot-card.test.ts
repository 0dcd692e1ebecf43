import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import { hubspotCardRouter } from '../../../src/web/api/hubspot-card.ts';
import type { CardDeal, CardDoor } from '../../../src/web/api/hubspot-card.ts';
import { isSignedV3, signV3 } from '../../../webhooks/hubspot/signature.ts';
import { aCheckResult } from '../../support/a-check-result.ts';
import { aFinding } from '../../support/a-result.ts';
import { CARD_NOW, cardFacts } from '../../support/card-facts.ts';

const PUBLIC_URL = 'https://keepable.test';
const CALLER = 'portalId=7&userId=3&appId=1';

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

const serve = async (door: Partial<CardDoor> = {}): Promise<string> => {
  const whole: CardDoor = {
    publicUrl: PUBLIC_URL,
    isSigned: () => true,
    loadCard: () => Promise.resolve(cardFacts()),
    requestCheck: () => Promise.resolve(true),
    now: () => CARD_NOW,
    ...door,
  };
  const app = express().use('/api/hubspot', hubspotCardRouter(whole));
  const server = app.listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/hubspot/card`;
};

describe('the door of the card', () => {
  it('answers a signed call with the view of that deal of that portal', async () => {
    const asked: CardDeal[] = [];
    const url = await serve({ loadCard: (deal) => Promise.resolve(asked.push(deal) ? cardFacts() : null) });
    const response = await fetch(`${url}?dealId=1001&${CALLER}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ state: 'checked', verdict: 'late' });
    expect(asked).toEqual([{ portalId: '7', userId: '3', userEmail: null, dealId: '1001' }]);
  });

  it('shows what is for few eyes to the owner whom HubSpot names, once', async () => {
    const privately = aFinding({ code: 'INCENTIVE', message: 'A quota speaks for BRK.', audience: 'rep and manager' });
    const run = { result: aCheckResult({ findings: [privately] }), checkedAt: CARD_NOW };
    const url = await serve({ loadCard: () => Promise.resolve(cardFacts({ run, confidants: ['rep@example.com'] })) });
    const told = async (query: string): Promise<string> => (await fetch(`${url}?dealId=1001&${CALLER}${query}`)).text();
    expect(await told('&userEmail=rep%40example.com')).toContain('A quota speaks for BRK.');
    for (const query of ['', '&userEmail=line1%40example.com', '&userEmail=a%40b.c&userEmail=rep%40example.com'])
      expect(await told(query)).not.toContain('quota');
  });

  it('accepts what HubSpot signed over the public address, the query as it came and the raw body, and nothing else', async () => {
    const now = CARD_NOW.getTime();
    const url = await serve({ isSigned: (request) => isSignedV3(request, ['secret'], now) });
    const query = `?dealId=1001&${CALLER}&userEmail=a%40b.example`;
    const body = '{"a": 1}';
    const signed = {
      method: 'POST',
      url: `${PUBLIC_URL}/api/hubspot/card${query}`,
      body: Buffer.from(body),
      timestamp: String(now),
    };
    const headers = {
      'x-hubspot-signature-v3': signV3('secret', signed),
      'x-hubspot-request-timestamp': signed.timestamp,
    };
    expect((await fetch(url + query, { method: 'POST', headers, body })).status).toBe(202);
    expect((await fetch(url + query, { method: 'POST', headers, body: '{"a":1}' })).status).toBe(401);
    expect((await fetch(`${url}${query}&x=1`, { method: 'POST', headers, body })).status).toBe(401);
  });

  it('tells an unsigned caller nothing and looks nothing up', async () => {
    let looked = false;
    const url = await serve({ isSigned: () => false, loadCard: () => Promise.resolve((looked = true) && null) });
    const response = await fetch(`${url}?dealId=1001&${CALLER}`);
    expect(response.status).toBe(401);
    expect(looked).toBe(false);
  });

  it.each([
    ['a portal named twice', `dealId=1001&${CALLER}&portalId=8`],
    ['no portal', 'dealId=1001&userId=3&appId=1'],
    ['a deal named twice', `dealId=1001&dealId=1002&${CALLER}`],
    ['a deal id that is no number', `dealId=1%20or%201&${CALLER}`],
  ])('refuses %s', async (_what, query) => {
    const url = await serve();
    expect((await fetch(`${url}?${query}`)).status).toBe(400);
  });

  it('shows people of a portal that is not connected a refusal, not an error', async () => {
    const url = await serve({ loadCard: () => Promise.resolve(null) });
    const response = await fetch(`${url}?dealId=1001&${CALLER}`);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ state: 'not_permitted' });
  });

  it('accepts a wish for a new check', async () => {
    const marked: string[] = [];
    const url = await serve({ requestCheck: ({ dealId }) => Promise.resolve(marked.push(dealId) > 0) });
    const response = await fetch(`${url}?dealId=1001&${CALLER}`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(202);
    expect(marked).toEqual(['1001']);
  });
});
