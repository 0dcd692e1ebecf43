import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mountsOf } from '../../../src/cli/start-service.ts';
import { findInstall } from '../../../src/db/installs.ts';
import { hubspotRoute } from '../../../webhooks/hubspot/route.ts';
import { salesforceRoute } from '../../../webhooks/salesforce/route.ts';
import { eventually } from '../../support/running-demo.ts';
import type { RunningOrg } from '../../support/running-org.ts';
import { ORG_ID, runOrg } from '../../support/running-org.ts';

describe('connecting a Salesforce org in the browser', () => {
  let org: RunningOrg;
  beforeAll(async () => {
    org = await runOrg();
  });
  afterAll(() => org.stop());

  const get = (url: string, cookie = ''): Promise<Response> => fetch(url, { redirect: 'manual', headers: { cookie } });
  const cookiesOf = (answer: Response): string =>
    answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0] ?? '')
      .filter((pair) => !pair.endsWith('='))
      .join('; ');
  const status = async (): Promise<string | undefined> =>
    (await findInstall(org.database.kysely, { crm: 'salesforce', account: ORG_ID }))?.status;

  /** An admin starts here and agrees at Salesforce; the link back is not opened yet. */
  const agree = async (started: Response): Promise<{ back: string; cookie: string }> => {
    const agreed = await get(started.headers.get('location') ?? '');
    return { back: agreed.headers.get('location') ?? '', cookie: cookiesOf(started) };
  };
  const start = async () => agree(await get(`${org.appUrl}/oauth/salesforce/start`));

  it('sends the browser to Salesforce with a challenge, and leaves a state with it alone', async () => {
    const started = await get(`${org.appUrl}/oauth/salesforce/start`);
    const url = new URL(started.headers.get('location') ?? '');
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    expect(url.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    expect(started.headers.getSetCookie().join()).toMatch(/keepable_oauth=.*HttpOnly.*SameSite=Lax/);
  });

  it('connects the org that agreed, and checks what it has', async () => {
    org.sandbox.org.outboundFaults.trouble = { lose: 1 };
    const dealId = org.putDeal({ name: 'Was there before' });
    org.sandbox.org.outboundFaults.trouble = {};
    const { back, cookie } = await start();
    const answer = await get(back, cookie);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await answer.text()).toContain(`Keepable is connected to the org ${ORG_ID}`);
    expect(await eventually(() => org.deal(dealId)['Keepable_Verdict__c'], (seen) => seen === 'late')).toBe('late');
  }); // prettier-ignore

  it('takes the link back once, in the browser that started, with the state that it was given', async () => {
    const { back, cookie } = await start();
    const other = await start();
    expect((await get(back)).status).toBe(400);
    expect((await get(back, other.cookie)).status).toBe(400);
    expect((await get(back, cookie)).status).toBe(200);
    expect((await get(back, cookie)).status).toBe(400);
    const changed = new URL(other.back);
    changed.searchParams.set('state', 'made-up');
    expect((await get(changed.href, 'keepable_oauth=made-up')).status).toBe(400);
  });

  it('does not take a code that was meant for another browser: its verifier is another', async () => {
    const [mine, theirs] = [await start(), await start()];
    const mixed = new URL(mine.back);
    mixed.searchParams.set('code', new URL(theirs.back).searchParams.get('code') ?? '');
    expect((await get(mixed.href, mine.cookie)).status).toBe(400);
    expect(await status()).toBe('active');
  });

  it.each([
    [{ error: 'access_denied', error_description: 'end-user denied authorization' }, 'declined'],
    [
      { error: 'invalid_client', error_description: 'app must be installed into org' },
      'Install the Keepable package first',
    ],
  ])('says what to do after %j', async (refusal, words) => {
    org.sandbox.app.consentRefusal = refusal;
    const { back, cookie } = await start();
    org.sandbox.app.consentRefusal = null;
    const answer = await get(back, cookie);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: expect.stringContaining(words) });
  });

  it('says what is missing of the package, and stays connected as it was', async () => {
    const { schema } = org.sandbox.org;
    const fields = schema.object('Opportunity')?.fields.filter(({ name }) => name === 'Keepable_Verdict__c') ?? [];
    const opportunity = schema.object('Opportunity');
    if (opportunity) opportunity.fields = opportunity.fields.filter(({ name }) => name !== 'Keepable_Verdict__c');
    const { back, cookie } = await start();
    const answer = await get(back, cookie);
    schema.addFields('Opportunity', fields);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: expect.stringContaining('Install the Keepable package') });
    expect(await status()).toBe('active');
  });

  it('answers at these addresses and no others', () => {
    type Layer = { route?: { path: string; methods: Record<string, boolean> } };
    const doors = { hubspot: hubspotRoute, salesforce: salesforceRoute };
    const routes = mountsOf(org.parts, doors)
      .filter(({ path }) => path.includes('salesforce'))
      .flatMap(({ path, handler }) =>
        (handler as unknown as { stack: Layer[] }).stack.flatMap(({ route }) =>
          route ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${path}${route.path}`) : [],
        ),
      );
    expect(routes.sort()).toEqual([
      'GET /api/salesforce/card',
      'GET /oauth/salesforce/callback',
      'GET /oauth/salesforce/disconnect',
      'GET /oauth/salesforce/start',
      'POST /api/salesforce/card',
      'POST /oauth/salesforce/disconnect',
      'POST /webhooks/salesforce/outbound/:secret',
    ]);
  });

  it('is not disconnected by a form of another site', async () => {
    const url = `${org.appUrl}/oauth/salesforce/disconnect`;
    for (const headers of [{}, { origin: 'https://evil.example' }, { origin: 'null' }]) {
      expect((await fetch(url, { method: 'POST', redirect: 'manual', headers })).status).toBe(400);
    }
    expect(await (await get(url)).text()).toContain('<form method="post"');
    expect(await status()).toBe('active');
  });

  it('is disconnected by who can sign in there and remove what was deployed', async () => {
    const asked = await fetch(`${org.appUrl}/oauth/salesforce/disconnect`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: org.appUrl },
    });
    const { back, cookie } = await agree(asked);
    const answer = await get(back, cookie);
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('is disconnected')]);
    expect([await status(), org.sandbox.org.metadata.flows()]).toEqual(['disconnected', []]);
  });
});
