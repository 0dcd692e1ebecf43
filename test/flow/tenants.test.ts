import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { HubspotTokens } from '../../src/crm/hubspot/tokens.ts';
import { connectInstall, sealedTokens } from '../../src/db/installs.ts';
import { createLogger } from '../../src/logger.ts';
import type { SignedRequest } from '../../webhooks/hubspot/signature.ts';
import { signV3 } from '../../webhooks/hubspot/signature.ts';
import type { RunningDemo } from '../support/running-demo.ts';
import { eventually, runDemo } from '../support/running-demo.ts';

const CANARY = 'Canary Bird Brackets';
const OTHER_PORTAL = '99000001';
const TABLES = ['installs', 'inbox', 'deal_work', 'sheet_versions', 'check_runs', 'write_backs', 'deals_shown'];

describe('strangers and neighbours', () => {
  let demo: RunningDemo;
  let dealId: string;
  const log: string[] = [];
  beforeAll(async () => {
    demo = await runDemo({ logger: createLogger('debug', { write: (line) => void log.push(line) }) });
    await connectInstall(demo.parts.database.kysely, { crm: 'hubspot', account: OTHER_PORTAL });
    dealId = demo.putDeal({ name: CANARY });
    await eventually(
      () => demo.tied(dealId, 'tasks').length,
      (count) => count > 0,
    );
  });
  afterAll(() => demo.stop());

  const dump = async (): Promise<string> => {
    const parts: string[] = [];
    for (const table of TABLES) {
      const { rows } = await sql<{ text: string }>`select t::text as text from ${sql.table(table)} t`.execute(
        demo.parts.database.kysely,
      );
      parts.push(...rows.map((row) => row.text));
    }
    return parts.join('\n');
  };
  const countEvents = async (): Promise<number> => {
    const rows = await demo.parts.database.kysely.selectFrom('inbox').select('id').execute();
    return rows.length;
  };
  const anEvent = (portalId: unknown = demo.sandbox.portal.id) => ({
    eventId: 900_000 + log.length,
    portalId,
    occurredAt: 1_772_463_600_000,
    subscriptionType: 'object.propertyChange',
    objectTypeId: '0-3',
    objectId: Number(dealId),
    propertyName: 'dealstage',
  });
  const at = (ms: number): string => String(demo.parts.now().getTime() + ms);
  const signedBy = (secret: string, change: Partial<SignedRequest>): Partial<SignedRequest> => {
    const request = {
      method: 'POST',
      url: `${demo.appUrl}/webhooks/hubspot`,
      body: Buffer.from(JSON.stringify([anEvent()])),
      timestamp: at(0),
      ...change,
    };
    return { ...request, signature: signV3(secret, request) };
  };

  it('stores nothing of a delivery that HubSpot did not sign just so', async () => {
    const before = await countEvents();
    const secret = demo.parts.settings.clientSecrets[0] ?? '';
    const genuine = signedBy(secret, {});
    const changes: Partial<SignedRequest>[] = [
      signedBy('another secret', {}),
      signedBy(secret, { timestamp: at(-301_000) }),
      signedBy(secret, { timestamp: at(301_000) }),
      signedBy(secret, { timestamp: 'NaN' }),
      { signature: '' },
      { ...genuine, body: Buffer.from(JSON.stringify([anEvent()], null, 1)) },
      { ...genuine, body: Buffer.from(JSON.stringify([anEvent(OTHER_PORTAL)])) },
      { ...genuine, timestamp: at(1) },
      { ...genuine, url: `${demo.appUrl}/webhooks/hubspot?portalId=${OTHER_PORTAL}` },
      { ...genuine, url: `${demo.appUrl}/webhooks/hubspot/` },
    ];
    const answers = await Promise.all(changes.map((change) => demo.deliver([], change)));
    expect(answers).toEqual(changes.map(() => 401));
    expect(await countEvents()).toBe(before);
  });

  it('takes the tenant from whole numbers of connected accounts only', async () => {
    const before = await countEvents();
    const portals = ['48000001%00', ['48000001'], { id: 48_000_001 }, ' 48000001', '48000001.0', 77_777];
    expect(await demo.deliver(portals.map((portal) => anEvent(portal)))).toBe(200);
    expect(await countEvents()).toBe(before);
  });

  it.each([
    ['too large', Buffer.alloc(700_000, 32), 413],
    ['no JSON', Buffer.from('hello'), 400],
    ['no list', Buffer.from('{}'), 400],
  ])('answers a body that is %s with its code', async (_what, body, status) => {
    const secret = demo.parts.settings.clientSecrets[0] ?? '';
    expect(await demo.deliver([], signedBy(secret, { body }))).toBe(status);
  });

  const card = async (query: string, method = 'GET'): Promise<{ status: number; text: string }> => {
    const request = {
      method,
      url: `${demo.appUrl}/api/hubspot/card?${query}`,
      body: Buffer.alloc(0),
      timestamp: at(0),
    };
    const signature = signV3(demo.parts.settings.clientSecrets[0] ?? '', request);
    const answer = await fetch(request.url, {
      method,
      headers: { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': request.timestamp },
    });
    return { status: answer.status, text: await answer.text() };
  };
  const asked = (portalId: string | number): string =>
    `dealId=${dealId}&portalId=${portalId}&userId=1&userEmail=a%40b.c&appId=4800`;

  it('shows a deal to its own portal and to no other', async () => {
    const own = await card(asked(demo.sandbox.portal.id));
    expect(own.status).toBe(200);
    expect(own.text).toContain('17 Mar 2026');
    const neighbour = await card(asked(OTHER_PORTAL));
    expect(neighbour.text).not.toMatch(/Mar 2026|BRK|line1/);
    expect((await card(asked('77777'))).status).toBe(403);
    expect((await card(asked('77777'), 'POST')).status).toBe(403);
  });

  it.each([
    (portal: number) => `${asked(portal)}&portalId=${OTHER_PORTAL}`,
    (portal: number) => `${asked(portal)}&dealId=1`,
    () => asked(`${OTHER_PORTAL}%00`),
    () => `dealId=${dealId}&portalId[]=${OTHER_PORTAL}&userId=1&appId=1`,
  ])('refuses a signed call whose reserved parameters are not plain (%#)', async (query) => {
    expect((await card(query(demo.sandbox.portal.id))).status).toBe(400);
  });

  it('keeps tokens out of the database, and tokens and deal texts out of the log', async () => {
    const { parts, install } = demo;
    const { kysely } = parts.database;
    const kept = await sealedTokens<HubspotTokens>(kysely, install.id, parts.settings.encryptionKeys).read();
    const tokens = [kept?.accessToken ?? '', kept?.refreshToken ?? ''];
    expect(tokens.every((token) => token.length > 10)).toBe(true);
    const stored = await dump();
    expect(stored).toContain(CANARY);
    const logged = log.join('\n');
    expect(logged).toContain('delivery stored');
    for (const secret of [...tokens, ...parts.settings.clientSecrets]) {
      expect(stored).not.toContain(secret);
      expect(logged).not.toContain(secret);
    }
    for (const text of [CANARY, 'rep@example.com', 'line1@example.com']) expect(logged).not.toContain(text);
  });
});
