import { readFileSync } from 'node:fs';
import { http } from '@hubspot/local-dev-lib/http';
import { translate } from '@hubspot/project-parsing-lib/translate';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { HUBSPOT_SCOPES } from '../../../src/crm/hubspot/scopes.ts';
import { toInboxEvents } from '../../../webhooks/hubspot/delivery.ts';
import type { RunningDemo } from '../../support/running-demo.ts';
import { runDemo } from '../../support/running-demo.ts';

const PROJECT = new URL('../../../app-manifest/hubspot/', import.meta.url);

const readJson = (path: string): unknown => JSON.parse(readFileSync(new URL(path, PROJECT), 'utf8'));

/** A component file: HubSpot takes these keys and no others, and silently skips files in the wrong place. */
const component = <Config extends z.ZodType>(type: string, config: Config) =>
  z.strictObject({
    uid: z.string().regex(/^[a-zA-Z0-9_.-]{1,64}$/),
    type: z.literal(type),
    config,
  });

const httpsUrl = z.string().regex(/^(https:\/\/|\$\{[A-Z_]+\})/);

const AppFile = component(
  'app',
  z.strictObject({
    name: z.string().min(1).max(200),
    description: z.string().min(1),
    distribution: z.literal('marketplace'),
    auth: z.strictObject({
      type: z.literal('oauth'),
      redirectUrls: z.array(httpsUrl).min(1),
      requiredScopes: z.array(z.string()).min(1),
      optionalScopes: z.array(z.string()),
      conditionallyRequiredScopes: z.array(z.string()),
    }),
    permittedUrls: z.strictObject({ fetch: z.array(httpsUrl), iframe: z.array(httpsUrl), img: z.array(httpsUrl) }),
    support: z.strictObject({
      supportEmail: z.string(),
      documentationUrl: httpsUrl,
      supportUrl: httpsUrl,
      supportPhone: z.string(),
    }),
  }),
);

const Subscription = z.strictObject({
  subscriptionType: z.string().regex(/^object\.(creation|deletion|restore|merge|propertyChange)$/),
  objectType: z.enum(['deal', 'line_item', 'task']),
  propertyName: z.string().optional(),
  active: z.literal(true),
});

const WebhooksFile = component(
  'webhooks',
  z.strictObject({
    settings: z.strictObject({ targetUrl: httpsUrl, maxConcurrentRequests: z.int().min(6) }),
    subscriptions: z.strictObject({
      crmObjects: z.array(Subscription),
      legacyCrmObjects: z.array(z.never()),
      hubEvents: z.array(
        z.strictObject({ subscriptionType: z.literal('contact.privacyDeletion'), active: z.literal(true) }),
      ),
    }),
  }),
);

const CardFile = component(
  'card',
  z.strictObject({
    name: z.string().min(1),
    description: z.string().min(1),
    location: z.literal('crm.record.tab'),
    entrypoint: z.string().regex(/^\/app\/cards\/\w+\.tsx$/),
    objectTypes: z.tuple([z.literal('deals')]),
  }),
);

const app = AppFile.parse(readJson('src/app/app-hsmeta.json')).config;
const webhooks = WebhooksFile.parse(readJson('src/app/webhooks/webhooks-hsmeta.json')).config;
const card = CardFile.parse(readJson('src/app/cards/deal-card-hsmeta.json')).config;
const Profile = z.strictObject({ accountId: z.int(), variables: z.record(z.string(), z.string()) });
const { variables } = Profile.parse(readJson('src/hsprofile.production.json'));

const TYPE_IDS = { deal: '0-3', line_item: '0-8', task: '0-27' };

/** The least that HubSpot sends for a subscription. */
const eventFor = (subscription: z.infer<typeof Subscription>): object => ({
  portalId: 1,
  occurredAt: 1,
  objectId: 5,
  subscriptionType: subscription.subscriptionType,
  objectTypeId: TYPE_IDS[subscription.objectType],
  propertyName: subscription.propertyName,
  changeSource: 'CRM_UI',
});

describe('the HubSpot project', () => {
  it('is read by the parser of HubSpot without skipping a file', async () => {
    // The schemas of the components are only served to a logged-in account; the shapes are checked above.
    const kinds = ['APPLICATION', 'CARD', 'WEBHOOKS'];
    const schemas = { data: Object.fromEntries(kinds.map((kind) => [kind, { type: 'object' }])) };
    http.get = (() => Promise.resolve(schemas)) as unknown as typeof http.get;
    const project = z.strictObject({ name: z.string(), srcDir: z.literal('src'), platformVersion: z.string() });
    const { platformVersion } = project.parse(readJson('hsproject.json'));
    const projectSourceDir = new URL('src', PROJECT).pathname;
    const result = await translate({ projectSourceDir, platformVersion, accountId: 1 }, { profile: 'production' });
    const uids = Object.keys(result.intermediateRepresentation.intermediateNodesIndexedByUid);
    expect(uids.sort()).toEqual(['keepable_app', 'keepable_deal_card', 'keepable_webhooks']);
    expect(result.skippedHsMetaFiles).toEqual([]);
    expect(JSON.stringify(result.intermediateRepresentation.intermediateNodesIndexedByUid)).not.toContain('${');
  });

  it('asks for the scopes that the service asks for when it connects', () => {
    expect(app.auth.requiredScopes).toEqual([...HUBSPOT_SCOPES]);
  });

  it('names only variables that the profile has', () => {
    const used = JSON.stringify([app, webhooks, card]).match(/\$\{([A-Z_]+)\}/g) ?? [];
    const known = Object.keys(variables).map((name) => `\${${name}}`);
    expect([...new Set(used)].sort()).toEqual(known.sort());
  });

  it('points to a card that is there, and lets it call the service', () => {
    const source = readFileSync(new URL(`src${card.entrypoint}`, PROJECT), 'utf8');
    expect(source).toContain('hubspot.extend');
    expect(app.permittedUrls.fetch).toEqual(['${KEEPABLE_URL}']);
  });

  it('has one subscription per event', () => {
    const subscriptions = webhooks.subscriptions.crmObjects;
    const keys = subscriptions.map((subscription) => JSON.stringify(Object.values(subscription)));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(
    webhooks.subscriptions.crmObjects.map(
      (one) => [`${one.objectType} ${one.subscriptionType} ${one.propertyName ?? ''}`, one] as const,
    ),
  )('subscribes to nothing that the door would ignore: %s', (_, subscription) => {
    const [event] = toInboxEvents(Buffer.from(JSON.stringify([eventFor(subscription)])), '99');
    expect(event?.kind).not.toBe('ignored');
    expect(event?.objectId).toBe('5');
  });

  it('subscribes to privacy deletions, which the door knows', () => {
    const [subscription] = webhooks.subscriptions.hubEvents;
    const body = [{ portalId: 1, objectId: 5, occurredAt: 1, subscriptionType: subscription?.subscriptionType }];
    expect(toInboxEvents(Buffer.from(JSON.stringify(body)), '99')[0]?.kind).toBe('privacy_deletion');
  });
});

describe('the addresses in the HubSpot project', () => {
  let demo: RunningDemo;
  beforeAll(async () => {
    demo = await runDemo();
  });
  afterAll(() => demo.stop());

  it.each([
    ['GET', app.auth.redirectUrls[0] ?? '', 400],
    ['POST', webhooks.settings.targetUrl, 401],
    ['GET', `${app.permittedUrls.fetch[0]}/api/hubspot/card?dealId=1`, 401],
  ])('%s %s is answered by the service, which trusts no stranger', async (method, address, status) => {
    const url = address.replace('${KEEPABLE_URL}', demo.appUrl);
    const answer = await fetch(url, { method, ...(method === 'POST' ? { body: '[]' } : {}) });
    expect(answer.status).toBe(status);
  });
});
