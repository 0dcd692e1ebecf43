import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Router } from 'express';
import { sql } from 'kysely';
import { mountsOf } from '../../src/cli/start-service.ts';
import { publishWorkbook } from '../../src/cli/publish-workbook.ts';
import { hubspotApp } from '../../src/cli/open-hubspot.ts';
import { finishReconciliation, listInstalls } from '../../src/db/installs.ts';
import { asInstall } from '../../src/db/roles.ts';
import { activeSheetId } from '../../src/db/sheet-versions.ts';
import { authorizeUrl } from '../../src/crm/hubspot/oauth.ts';
import { connectHubspot, markChangedDeals } from '../../src/web/oauth/connect-hubspot.ts';
import { hubspotRoute } from '../../webhooks/hubspot/route.ts';
import { salesforceRoute } from '../../webhooks/salesforce/route.ts';
import { signV3 } from '../../webhooks/hubspot/signature.ts';
import { aSettings, aSheet, twoBusyWeeks } from '../support/a-sheet.ts';
import type { Planner } from '../support/planner.ts';
import { aToken, signIn } from '../support/planner.ts';
import { putDeal, seedPortal } from '../support/portal-seed.ts';
import type { RunningDemo } from '../support/running-demo.ts';
import { eventually, runDemo } from '../support/running-demo.ts';

const OTHER = 99_000_001;
const ADMIN_TOKEN = 'the-operator-of-this-test';
const TABLES = ['inbox', 'deal_work', 'sheet_versions', 'check_runs', 'write_backs', 'deals_shown', 'deal_aliases', 'sheet_drafts', 'sheet_mappings', 'sheet_sources', 'admin_tokens', 'asks', 'ask_links', 'audit_log']; // prettier-ignore
/** Only the neighbour's deals, sheet and people say this. */
const CANARY = /canary(?! Islands)/i;

/** Who may call each route: a route that is not named here fails the first test. */
const ROUTES: Record<
  string,
  'signed by HubSpot' | 'anybody' | 'operator' | 'signed in' | 'holder of a token' | 'holder of a link'
> = {
  'POST /webhooks/hubspot': 'signed by HubSpot',
  'GET /api/hubspot/card': 'signed by HubSpot',
  'POST /api/hubspot/card': 'signed by HubSpot',
  'GET /oauth/hubspot/start': 'anybody',
  'GET /oauth/hubspot/callback': 'anybody',
  'GET /health': 'anybody',
  'GET /ready': 'anybody',
  'GET /metrics': 'operator',
  'GET /status': 'operator',
  'GET /sheet': 'anybody',
  'GET /lead-times': 'anybody',
  'GET /rules': 'anybody',
  'GET /sheet/api/session': 'anybody',
  'POST /sheet/api/login': 'holder of a token',
  'POST /sheet/api/logout': 'anybody',
  'POST /sheet/api/drafts': 'signed in',
  'GET /sheet/api/drafts/:id': 'signed in',
  'PUT /sheet/api/drafts/:id/choices': 'signed in',
  'GET /sheet/api/drafts/:id/preview': 'signed in',
  'GET /sheet/api/drafts/:id/marked': 'signed in',
  'POST /sheet/api/drafts/:id/publish': 'signed in',
  'GET /sheet/api/versions': 'signed in',
  'GET /sheet/api/versions/:id/preview': 'signed in',
  'GET /sheet/api/versions/:id/workbook': 'signed in',
  'POST /sheet/api/versions/:id/restore': 'signed in',
  'GET /sheet/api/source': 'signed in',
  'PUT /sheet/api/source': 'signed in',
  'POST /sheet/api/source/check': 'signed in',
  'DELETE /sheet/api/source': 'signed in',
  'GET /sheet/api/template': 'signed in',
  'GET /sheet/api/sample': 'signed in',
  'GET /sheet/api/places': 'signed in',
  'GET /sheet/api/lead-times': 'signed in',
  'GET /sheet/api/rules': 'signed in',
  'POST /sheet/api/rules': 'signed in',
  'POST /sheet/api/rules/:id/restore': 'signed in',
  'POST /sheet/api/rules/try': 'signed in',
  'GET /signoff/:token': 'holder of a link',
  'GET /signoff/:token/answer/:kind': 'holder of a link',
  'POST /signoff/:token/confirm': 'holder of a link',
  'POST /signoff/:token/decide': 'holder of a link',
  'POST /signoff/:token/undo': 'holder of a link',
  'POST /signoff/:token/inform': 'holder of a link',
};
const NAMES = Object.keys(ROUTES);

type Layer = { route?: { path: string | string[]; methods: Record<string, boolean> } };
type Call = { query?: string; headers?: Record<string, string>; body?: string };

describe('a neighbour of another portal', () => {
  let demo: RunningDemo;
  let planner: Planner;
  let theirDeal: string;
  let ids: Record<string, string>;
  beforeAll(async () => {
    demo = await runDemo({ env: { ADMIN_TOKEN } });
    const { sandbox, parts } = demo;
    const other = sandbox.addPortal(OTHER, 'Canary');
    seedPortal(other.portal);
    putDeal(other.portal, { name: 'An older deal' });
    theirDeal = putDeal(other.portal, { name: 'Canary brackets' });
    planner = await signIn(demo, await aToken(demo));
    const installId = await connect();
    await eventually(
      () => other.portal.store.list('tasks').length,
      (count) => count >= 2,
    );
    await eventually(
      async () => other.sender.isIdle() && (await workLeft()) === 0,
      (isQuiet) => isQuiet,
    );
    const [task] = other.portal.store.associations.of({ type: 'deals', id: theirDeal }, 'tasks');
    const [line] = other.portal.store.associations.of({ type: 'deals', id: theirDeal }, 'line_items');
    ids = { portalId: String(OTHER), hub_id: String(OTHER), dealId: theirDeal, objectId: theirDeal, taskId: task?.id ?? '', lineItemId: line?.id ?? '', installId: String(installId), versionId: await theirVersion(installId), account: String(OTHER) }; // prettier-ignore
    expect(await theirRows()).toMatch(CANARY);
    expect(parts.settings.clientSecrets[0]).toBeDefined();
  });
  afterAll(() => demo.stop());

  const theirVersion = async (installId: number): Promise<string> =>
    (await asInstall(demo.parts.database.kysely, installId, activeSheetId)) ?? '';

  /** The neighbour connects through OAuth and publishes a sheet of its own. */
  const connect = async (): Promise<number> => {
    const { settings, database, openCrm, now } = demo.parts;
    const db = database.kysely;
    const app = hubspotApp(settings, now);
    const agree = new URL(authorizeUrl(app, 'state'));
    agree.pathname = `/oauth/${OTHER}/authorize`;
    const agreed = await fetch(agree, { redirect: 'manual' });
    const code = new URL(agreed.headers.get('location') ?? '').searchParams.get('code') ?? '';
    const install = await connectHubspot({ db, app, keys: settings.encryptionKeys, openCrm }, code);
    const facts = aSheet({ settings: aSettings({ plant: 'Canary plant' }), commitments: twoBusyWeeks() });
    const sheet = { facts, hash: 'sha256:canary', fileName: 'canary.xlsx' };
    await publishWorkbook(db, install.id, { sheet, publishedAt: now() });
    await markChangedDeals({ db, openCrm }, install, { since: null, now: now() });
    for (const { id } of await listInstalls(db)) await finishReconciliation(db, id, now());
    database.workSignal.send();
    return install.id;
  };
  const rowsOf = async (condition: string): Promise<string> => {
    const parts: string[] = [];
    for (const table of TABLES) {
      const { rows } = await sql<{ row: string }>`
        select t::text as row from ${sql.table(table)} t join installs i on i.id = t.install_id
        where ${sql.raw(condition)} order by 1`.execute(demo.parts.database.kysely);
      parts.push(...rows.map(({ row }) => row));
    }
    return parts.join('\n');
  };
  const theirRows = (): Promise<string> => rowsOf(`i.account = '${OTHER}'`);
  const allRows = (): Promise<string> => rowsOf('true');
  const workLeft = async (): Promise<number> => {
    const work = await demo.parts.database.kysely.selectFrom('deal_work').select('object_id').execute();
    return work.length;
  };

  const call = async (name: string, { query = '', headers = {}, body }: Call): Promise<Response> => {
    const [method = '', path = ''] = name.split(' ');
    const sent = method === 'GET' ? {} : { body: body ?? '' };
    return fetch(`${demo.appUrl}${path}${query}`, { method, headers, redirect: 'manual', ...sent });
  };
  /** As HubSpot signs what a card of our own portal asks for; the caller's parameters are HubSpot's. */
  const signed = (name: string, { query = '', headers = {}, body = '' }: Call): Call => {
    const [method = '', path = ''] = name.split(' ');
    const timestamp = String(demo.parts.now().getTime());
    const request = { method, url: `${demo.appUrl}${path}${query}`, body: Buffer.from(method === 'GET' ? '' : body), timestamp };
    const signature = signV3(demo.parts.settings.clientSecrets[0] ?? '', request);
    return { query, body, headers: { ...headers, 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': timestamp } };
  }; // prettier-ignore
  const byOurselves = (query: string): string =>
    `${query === '' ? '?' : `${query}&`}portalId=${demo.sandbox.portal.id}&userId=1&appId=4800`;

  /** Every way to slip an id of theirs into a call that says nothing else. */
  const smuggled = (name: string, id: string): Call[] => [
    { query: `?${name}=${id}` },
    { query: `?${name}=${id}&dealId=1` },
    { query: `?dealId=1&${name}[]=${id}` },
    { query: `?dealId=1&${name}=${id}%00` },
    { query: `?dealId=1&${name}%00=${id}` },
    { query: `?dealId=1&${name}=1&${name}=${id}` },
    { query: `?dealId=1&${name.toUpperCase()}=${id}` },
    { query: '?dealId=1', headers: { [`x-hubspot-${name.replace('_', '-')}`]: id, cookie: `${name}=${id}` } },
    { query: '?dealId=1', headers: { 'x-forwarded-host': 'evil.test', 'content-type': 'application/json' }, body: JSON.stringify({ [name]: id }) },
    { query: '?dealId=1', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `${name}=${id}` },
  ]; // prettier-ignore
  const allSmuggled = (): Call[] => Object.entries(ids).flatMap(([name, id]) => smuggled(name, id));

  const answersOf = async (name: string, calls: Call[]): Promise<{ statuses: number[]; text: string }> => {
    const statuses: number[] = [];
    const texts: string[] = [];
    for (const one of calls) {
      const answer = await call(name, one);
      statuses.push(answer.status);
      texts.push(await answer.text(), JSON.stringify([...answer.headers]));
    }
    return { statuses, text: texts.join('\n') };
  };

  it('finds no route that this test does not know', () => {
    const routes = mountsOf(demo.parts, { hubspot: hubspotRoute, salesforce: salesforceRoute }).flatMap(
      ({ path, handler }) =>
        ((handler as Router).stack as unknown as Layer[]).flatMap(({ route }) =>
          Object.keys(route?.methods ?? {}).flatMap((method) =>
            [route?.path ?? '']
              .flat()
              .map((own) => `${method.toUpperCase()} ${`${path}${own}`.replace(/\/{2,}/g, '/').replace(/\/$/, '')}`),
          ),
        ),
    );
    expect(routes.sort()).toEqual([...NAMES].sort());
  });

  it.each(NAMES)('unsigned: %s gives nothing away and writes nothing', async (name) => {
    const before = await allRows();
    const { statuses, text } = await answersOf(name, allSmuggled());
    const allowed = { 'signed by HubSpot': [400, 401], operator: [401], anybody: [200, 204, 302, 400], 'signed in': [400, 401], 'holder of a token': [400, 401, 429], 'holder of a link': [404] }[ROUTES[name] ?? 'operator']; // prettier-ignore
    expect(statuses.filter((status) => !allowed.includes(status))).toEqual([]);
    expect(text).not.toMatch(CANARY);
    expect(await allRows()).toBe(before);
  });

  it.each(NAMES.filter((name) => name.includes('/card')))(
    'signed for our portal: %s shows and touches nothing of theirs',
    async (name) => {
      const before = await theirRows();
      const calls = allSmuggled().map((one) => signed(name, { ...one, query: byOurselves(one.query ?? '') }));
      const { statuses, text } = await answersOf(name, calls);
      expect(statuses.filter((status) => ![200, 202, 400].includes(status))).toEqual([]);
      expect(text).not.toMatch(CANARY);
      await eventually(workLeft, (count) => count === 0);
      expect(await theirRows()).toBe(before);
    },
  );

  it.each(NAMES.filter((name) => ROUTES[name] === 'signed in'))(
    'signed in to our portal: %s shows and touches nothing of theirs',
    async (name) => {
      const before = await theirRows();
      const [method = '', path = ''] = name.split(' ');
      const calls = Object.entries(ids).flatMap(([key, id]) => {
        const [first, ...others] = smuggled(key, id);
        return [first, others.at(-2)].flatMap((one) => one ?? []);
      });
      const texts: string[] = [];
      for (const { query = '', headers = {}, body } of calls)
        for (const id of path.includes(':id') ? [ids['versionId'] ?? '', ids['dealId'] ?? ''] : ['']) {
          const sent = { ...headers, cookie: planner.cookie };
          const address = `${path.replace('/sheet/api', '').replace(':id', id)}${query}`;
          const bytes = method === 'GET' || body === undefined ? undefined : new TextEncoder().encode(body);
          const answer = await planner.call(method, address, bytes, sent);
          expect([200, 201, 400, 404, 422]).toContain(answer.status);
          texts.push(await answer.text());
        }
      expect(texts.join('\n')).not.toMatch(CANARY);
      expect(await theirRows()).toBe(before);
    },
  );

  it('shows the neighbour its own', async () => {
    const query = `?dealId=${theirDeal}&portalId=${OTHER}&userId=1&appId=4800`;
    const name = 'GET /api/hubspot/card';
    expect(await (await call(name, signed(name, { query }))).text()).toMatch(CANARY);
  });

  it('is not reached by an event of our portal that names its deal', async () => {
    const before = await theirRows();
    const event = { eventId: 1, portalId: demo.sandbox.portal.id, occurredAt: 1_772_463_600_000, subscriptionType: 'deal.propertyChange', objectId: Number(theirDeal), propertyName: 'dealstage', hubId: OTHER, mergedObjectIds: [Number(theirDeal)], newObjectId: Number(theirDeal) }; // prettier-ignore
    const name = 'POST /webhooks/hubspot';
    const body = JSON.stringify([event, { ...event, eventId: 2, subscriptionType: 'deal.merge' }]);
    expect((await call(name, signed(name, { body, query: `?portalId=${OTHER}` }))).status).toBe(200);
    await eventually(workLeft, (count) => count === 0);
    expect(await theirRows()).toBe(before);
  });

  it.each(['GET /metrics', 'GET /status'])('%s shows the operator counts and no deal text', async (name) => {
    const answer = await call(name, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(text).toContain(String(OTHER));
    expect(text).not.toMatch(CANARY);
  });
});
