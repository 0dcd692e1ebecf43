import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { InboxEvent } from '../../../src/inbox/event.ts';
import { createLogger } from '../../../src/logger.ts';
import { createApp } from '../../../src/web/app.ts';
import type { Listening } from '../../../src/web/listen.ts';
import { listen } from '../../../src/web/listen.ts';
import { salesforceRoute } from '../../../webhooks/salesforce/route.ts';
import { aMessage, aNotification, ORG, OTHER_ORG } from './messages.ts';

const SECRET = 'x2sB7mQ0u6dZkT5yV1nR8wL3cF9gH4jPaeiOuUyYtTq';
const RECORDED = new URL('../../../../shared/platform/salesforce-fixtures/outbound-message/', import.meta.url);
const RECORDED_ORG = '00D7F00000107XsUAI';
const RECORDED_SECRET = 'y'.repeat(43);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the door for outbound messages', () => {
  const stored: InboxEvent[] = [];
  const log: string[] = [];
  const trouble: { of: 'store' | 'lookup' | null } = { of: null };
  let web: Listening;
  beforeAll(async () => {
    const logger = createLogger('debug', { write: (line) => void log.push(line) });
    const door = salesforceRoute({
      holderOf: async (hash) => {
        if (trouble.of === 'lookup') throw new Error('the database is away');
        if (hash === sha256(RECORDED_SECRET)) return { account: RECORDED_ORG, secretHash: hash };
        return hash === sha256(SECRET) ? { account: ORG, secretHash: hash } : null;
      },
      store: async (events) => {
        if (trouble.of === 'store') throw new Error('the disk is full');
        stored.push(...events);
      },
      now: () => Date.parse('2026-03-02T09:00:00Z'),
      logger,
    });
    const app = createApp([{ path: '/webhooks/salesforce/outbound', handler: door }], logger);
    web = await listen(() => app, { host: '127.0.0.1', port: 0, variable: 'PORT' });
  });
  beforeEach(() => {
    stored.length = 0;
    trouble.of = null;
  });
  afterAll(() => web.close());

  const send = async (
    body: string | Buffer,
    secret = SECRET,
  ): Promise<{ status: number; text: string; type: string }> => {
    const answer = await fetch(`${web.url}/webhooks/salesforce/outbound/${secret}`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
    return { status: answer.status, text: await answer.text(), type: answer.headers.get('content-type') ?? '' };
  };

  it('stores what it is told and acknowledges it in the words that Salesforce waits for', async () => {
    const { status, text, type } = await send(aMessage());
    expect([status, type]).toEqual([200, expect.stringMatching(/^text\/xml/)]);
    expect(text).toBe(
      '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse></soapenv:Body></soapenv:Envelope>',
    );
    expect(stored).toMatchObject([
      {
        account: ORG,
        crm: 'salesforce',
        kind: 'deal_changed',
        objectId: '0065e00000XyzAbAAJ',
        dedupeKey: '04l5e0000001aaaAAA',
      },
    ]);
  });

  it('hears of opportunities, their lines and tasks, and ignores other objects', async () => {
    const of = (type: string, id: string) => aNotification({ type, id, fields: '<sf:Id>0065e00000XyzAbAAJ</sf:Id>' });
    await send(
      aMessage(
        of('OpportunityLineItem', '04l5e0000001aabAAA') +
          of('Task', '04l5e0000001aacAAA') +
          of('Account', '04l5e0000001aadAAA'),
      ),
    );
    expect(stored.map(({ kind }) => kind)).toEqual(['line_item_changed', 'task_changed', 'ignored']);
  });

  it('takes ids of 15 characters for the same records', async () => {
    const message = aMessage(aNotification({ id: '04l7F000008aeAy', fields: '<sf:Id>0067F000003pmdW</sf:Id>' }));
    expect((await send(message.replaceAll(ORG, ORG.slice(0, 15)))).status).toBe(200);
    expect(stored).toMatchObject([{ objectId: '0067F000003pmdWQAQ', dedupeKey: '04l7F000008aeAyQAI' }]);
  });

  it.each([
    ['an address that nobody has', aMessage(), SECRET.replace('x', 'y'), 401],
    ['a message of another org', aMessage(aNotification(), `<OrganizationId>${OTHER_ORG}</OrganizationId>`), SECRET, 401],
    ['a message that names two orgs', aMessage(aNotification(), `<OrganizationId>${ORG}</OrganizationId><OrganizationId>${OTHER_ORG}</OrganizationId>`), SECRET, 400],
    ['a message without an org', aMessage(aNotification(), ''), SECRET, 400],
    ['no XML', 'hello', SECRET, 400],
    ['an entity bomb', `<!DOCTYPE a [<!ENTITY b "b">]>${aMessage()}`, SECRET, 400],
    ['more than any message', aMessage(' '.repeat(1_100_000)), SECRET, 413],
    ['nothing', '', SECRET, 400],
  ])('stores nothing of %s', async (_what, body, secret, status) => {
    expect((await send(body, secret)).status).toBe(status);
    expect(stored).toEqual([]);
  }); // prettier-ignore

  // What live orgs have sent lies beside the repository, not in it.
  if (existsSync(RECORDED)) {
    const recorded = (name: string): Buffer => readFileSync(new URL(name, RECORDED));

    it('takes a recorded message at the address of its org, and at no other', async () => {
      const message = recorded('opportunity-2019-ap5.xml');
      expect((await send(message)).status).toBe(401);
      expect((await send(message, RECORDED_SECRET)).status).toBe(200);
      expect(stored).toMatchObject([
        {
          account: RECORDED_ORG,
          kind: 'deal_changed',
          objectId: '0067F000003pmdWQAQ',
          dedupeKey: '04l7F000008aeAyQAI',
        },
      ]);
    });

    it('acknowledges a message that says nothing, and takes an answer for no message', async () => {
      expect((await send(recorded('no-notification-aspnetwebhooks.xml'))).status).toBe(200);
      expect((await send(recorded('ack-aspnetwebhooks.xml'))).status).toBe(400);
      expect(stored).toEqual([]);
    });
  }

  it.each(['store', 'lookup'] as const)('asks for another try while the %s is away', async (of) => {
    trouble.of = of;
    const { status, text } = await send(aMessage());
    expect([status, text.includes('Ack')]).toEqual([503, false]);
  });

  it('never writes its address into the log, whatever happens', async () => {
    await send(aMessage());
    await send('hello');
    await send(aMessage(), `${SECRET}wrong`);
    await send(aMessage(), `${SECRET}%ZZ`);
    trouble.of = 'store';
    await send(aMessage());
    await fetch(`${web.url}/webhooks/salesforce/outbound/${SECRET}`);
    expect(log.join('\n')).toContain('delivery refused');
    expect(log.join('\n')).not.toContain(SECRET);
  });
});
