import { describe, expect, it } from '@jest/globals';
import { createHubspotCrm } from '../../../src/crm/hubspot/hubspot-crm.ts';
import type { HubspotCrmOptions } from '../../../src/crm/hubspot/hubspot-crm.ts';
import type { Crm, WriteOutcome } from '../../../src/crm/crm.ts';
import { AppError } from '../../../src/errors.ts';
import { aTask, fieldsWrite, planned } from '../../support/a-write.ts';
import { fakeHttp } from '../../support/http.ts';

const API = 'https://api.hubapi.com';
const READ = '/crm/objects/2026-09/deals/batch/read';
const UPDATE = '/crm/objects/2026-09/deals/batch/update';
const ASSOCIATIONS = /^\/crm\/associations\/2026-09\/deals\/(line_items|companies)\/batch\/read$/;
const NOW = Date.parse('2026-03-02T09:00:00Z');

const hubspot = fakeHttp(API);

const connect = (options: Partial<HubspotCrmOptions> = {}): Crm =>
  createHubspotCrm({ accessToken: async () => 'token', basePath: API, now: () => NOW, ...options });

const noOwners = (): void => {
  hubspot().get('/crm/owners/2026-09').query(true).reply(200, { results: [] });
};

const nothingAssociated = (): void => {
  noOwners();
  hubspot().post(ASSOCIATIONS).twice().reply(200, { status: 'COMPLETE', results: [] });
};

const faultOf = async (work: Promise<unknown>): Promise<AppError> => {
  const fault = await work.catch((error: unknown) => error);
  if (fault instanceof AppError) return fault;
  throw new Error('No fault was thrown.');
};

const written = async (crm: Crm): Promise<WriteOutcome | undefined> =>
  (await crm.applyWrites([planned('1', fieldsWrite())]))[0];

const errorOf = (outcome: WriteOutcome | undefined): unknown =>
  outcome?.status === 'failed' ? outcome.error : outcome;

describe('refusals of HubSpot', () => {
  it.each([
    [401, 'CRM_UNAUTHORIZED'],
    [403, 'CRM_FORBIDDEN'],
    [404, 'CRM_NOT_FOUND'],
    [409, 'CRM_CONFLICT'],
    [414, 'CRM_REJECTED'],
    [423, 'CRM_UNAVAILABLE'],
    [429, 'CRM_RATE_LIMITED'],
    [477, 'CRM_UNAVAILABLE'],
    [500, 'CRM_UNAVAILABLE'],
    [503, 'CRM_UNAVAILABLE'],
    [524, 'CRM_UNAVAILABLE'],
  ])('%p is %p', async (status, code) => {
    nothingAssociated();
    const times = status === 401 ? 2 : 1;
    hubspot().post(READ).times(times).reply(status, { status: 'error', message: 'No.' });
    expect((await faultOf(connect().readDeals(['1'], []))).code).toBe(code);
  });

  it.each([
    [429, '3', 3000],
    [429, 'Mon, 02 Mar 2026 09:00:10 GMT', 10_000],
    [429, undefined, undefined],
    [429, 'later', undefined],
    [477, '3600', 3_600_000],
    [423, undefined, 2000],
    [423, '5', 5000],
  ])('%p with Retry-After %p waits %p ms', async (status, header, expected) => {
    nothingAssociated();
    hubspot()
      .post(READ)
      .reply(status, { category: 'RATE_LIMITS' }, header === undefined ? {} : { 'Retry-After': header });
    expect((await faultOf(connect().readDeals(['1'], []))).retryAfterMs).toBe(expected);
  });

  it('keeps tokens and deal texts out of what is logged of a fault', async () => {
    nothingAssociated();
    hubspot().post(READ).reply(500, { message: 'Deal Acme secret' });
    const fault = await faultOf(connect().readDeals(['1'], []));
    expect(`${fault.message} ${JSON.stringify(fault.details)}`).not.toMatch(/token|Acme/);
  });
});

describe('an access token that HubSpot refuses', () => {
  it('is replaced once, and the call is made again', async () => {
    const asked: (string | undefined)[] = [];
    const accessToken = async (refused?: string): Promise<string> => {
      asked.push(refused);
      return refused === undefined ? 'old' : 'fresh';
    };
    hubspot()
      .post(UPDATE)
      .matchHeader('authorization', 'Bearer old')
      .reply(401, { category: 'EXPIRED_AUTHENTICATION' });
    hubspot()
      .post(UPDATE)
      .matchHeader('authorization', 'Bearer fresh')
      .reply(200, { status: 'COMPLETE', results: [{ id: '1', properties: {} }] });
    expect(await written(connect({ accessToken }))).toMatchObject({ status: 'written' });
    expect(asked).toEqual([undefined, 'old']);
  });

  it('is a broken connection when the fresh one is refused too', async () => {
    hubspot().post(UPDATE).twice().reply(401, {});
    expect(errorOf(await written(connect()))).toMatchObject({ code: 'CRM_UNAUTHORIZED' });
  });
});

describe('an answer that is not the documented one', () => {
  it.each([201, 202])('%p is success like 200: nothing is sent twice', async (status) => {
    hubspot()
      .post(UPDATE)
      .reply(status, { status: 'COMPLETE', results: [{ id: '1', properties: {} }] });
    expect(await written(connect())).toMatchObject({ status: 'written', objectId: '1' });
  });

  it('takes 200 for 201 when tasks are upserted, and ties the new task to its deal', async () => {
    const results = [{ id: '55', new: true, objectWriteTraceId: '0', properties: {} }];
    hubspot().post('/crm/objects/2026-09/tasks/batch/upsert').reply(201, { status: 'COMPLETE', results });
    hubspot()
      .post('/crm/associations/2026-09/tasks/deals/batch/create')
      .reply(201, { status: 'COMPLETE', results: [] });
    const task = planned('1', aTask({ assigneeEmail: null }), '55');
    expect(await connect().applyWrites([task])).toMatchObject([{ status: 'written', objectId: '55' }]);
  });

  it('that is no JSON is trouble of HubSpot', async () => {
    hubspot().post(UPDATE).reply(200, '<html>proxy</html>', { 'content-type': 'application/json' });
    expect(errorOf(await written(connect()))).toMatchObject({ code: 'CRM_UNAVAILABLE' });
  });

  it('that forgets a deal leaves its outcome to another try', async () => {
    hubspot().post(UPDATE).reply(200, { status: 'COMPLETE', results: [] });
    expect(errorOf(await written(connect()))).toMatchObject({ code: 'CRM_UNAVAILABLE' });
  });

  it('that does not come is given up after the time limit', async () => {
    hubspot().post(UPDATE).delay(2000).reply(200, {});
    expect(errorOf(await written(connect({ timeoutMs: 20 })))).toMatchObject({ code: 'CRM_UNAVAILABLE' });
  });
});

describe('a value that is refused', () => {
  it.each([
    [
      'a rule of the admin (from 2026-09)',
      {
        category: 'VALIDATION_ERROR',
        message: 'Property values were not valid',
        errors: [
          {
            code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
            message: 'Closed lost reason must be filled in',
            context: { propertyName: ['closed_lost_reason'] },
          },
        ],
      },
      'HubSpot refused the update because of "closed_lost_reason": Closed lost reason must be filled in.',
    ],
    [
      'an option that the portal does not have',
      {
        category: 'VALIDATION_ERROR',
        message:
          'Property values were not valid: [{"isValid":false,"error":"INVALID_OPTION","name":"keepable_verdict"}]',
      },
      'HubSpot refused the update because of "keepable_verdict": Property values were not valid: [{"isValid":false,"error":"INVALID_OPTION","name":"keepable_verdict"}].',
    ],
    ['a refusal without a reason', { category: 'VALIDATION_ERROR' }, 'HubSpot refused the update.'],
  ])('%s', async (_, body, reason) => {
    hubspot().post(UPDATE).reply(400, body);
    expect(await written(connect())).toMatchObject({ status: 'rejected', reason });
  });

  it('stands alone when the whole batch was refused for it', async () => {
    const ids = ['1', '2', '3', '4', '5'];
    hubspot()
      .post(UPDATE, (body: { inputs: { id: string }[] }) => body.inputs.some(({ id }) => id === '4'))
      .times(3)
      .reply(400, { category: 'VALIDATION_ERROR', message: 'Bad value' });
    hubspot()
      .post(UPDATE)
      .twice()
      .reply(200, { status: 'COMPLETE', results: ids.map((id) => ({ id, properties: {} })) });
    const outcomes = await connect().applyWrites(ids.map((id) => planned(id, fieldsWrite())));
    expect(outcomes.map(({ status }) => status)).toEqual(['written', 'written', 'written', 'rejected', 'written']);
  });
});

describe('a batch that is refused whatever is in it', () => {
  it('is not cut up to the last deal', async () => {
    let calls = 0;
    const body = { category: 'VALIDATION_ERROR', message: 'Property "keepable_verdict" does not exist' };
    hubspot()
      .persist()
      .post(UPDATE)
      .reply(() => {
        calls += 1;
        return [400, body, { 'content-type': 'application/json' }];
      });
    const ids = Array.from({ length: 100 }, (_, index) => String(index));
    const outcomes = await connect().applyWrites(ids.map((id) => planned(id, fieldsWrite())));
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(calls).toBeLessThan(25);
  });
});

describe('deals that HubSpot tells more about than usual', () => {
  it('pages through a deal with more line items than one answer holds', async () => {
    const to = (id: string) => [{ toObjectId: id, associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 19 }] }];
    const lines = '/crm/associations/2026-09/deals/line_items/batch/read';
    noOwners();
    hubspot().post('/crm/associations/2026-09/deals/companies/batch/read').reply(200, { results: [] });
    hubspot()
      .post(lines, { inputs: [{ id: '1' }] })
      .reply(200, { results: [{ from: { id: '1' }, to: to('8'), paging: { next: { after: '1' } } }] });
    hubspot()
      .post(lines, { inputs: [{ id: '1', after: '1' }] })
      .reply(200, { results: [{ from: { id: '1' }, to: to('9') }] });
    hubspot()
      .post(READ)
      .reply(200, { results: [{ id: '1', properties: {} }] });
    hubspot()
      .post('/crm/objects/2026-09/line_items/batch/read')
      .reply(200, { results: ['8', '9'].map((id) => ({ id, properties: { hs_sku: `P${id}` } })) });
    const [reading] = await connect().readDeals(['1'], []);
    expect(reading?.state === 'found' && reading.deal.lines.map(({ product }) => product)).toEqual(['P8', 'P9']);
  });

  it('names the survivor of a merged deal', async () => {
    nothingAssociated();
    hubspot()
      .post(READ)
      .reply(207, {
        results: [{ id: '7', properties: { hs_merged_object_ids: '1;2' } }],
        errors: [{ category: 'OBJECT_NOT_FOUND', context: { ids: ['1'] } }],
      });
    const readings = await connect().readDeals(['1', '7'], []);
    expect(readings).toMatchObject([{ state: 'missing', mergedInto: '7' }, { state: 'found' }]);
  });
});

describe('a portal in which more deals changed than one search can tell', () => {
  const START = Date.parse('2026-03-01T00:00:00Z');
  const DEALS = 10_300;
  type Search = { after: string; filterGroups: { filters: { value: string }[] }[] };

  it('is read on from the last moment seen', async () => {
    let searches = 0;
    const answer = ({ after, filterGroups }: Search): object => {
      const first = Math.max(0, Number(filterGroups[0]?.filters[0]?.value ?? START) - START);
      const from = first + Number(after);
      const ids = Array.from({ length: Math.max(0, Math.min(200, DEALS - from)) }, (_, index) => from + index);
      const results = ids.map((id) => ({
        id: String(id),
        properties: { hs_lastmodifieddate: new Date(START + id).toISOString() },
      }));
      const next = from + 200 < DEALS ? { paging: { next: { after: String(Number(after) + 200) } } } : {};
      return { total: DEALS, results, ...next };
    };
    hubspot()
      .persist()
      .post('/crm/objects/2026-09/deals/search')
      .reply(async (request: Request) => {
        searches += 1;
        return [200, answer((await request.json()) as Search), { 'content-type': 'application/json' }];
      });
    const changed = await connect().changedDeals(null);
    expect(new Set(changed.map(({ dealId }) => dealId)).size).toBe(DEALS);
    expect(changed.at(-1)).toEqual({ dealId: String(DEALS - 1), changedAt: new Date(START + DEALS - 1).toISOString() });
    expect(searches).toBe(50 + 2);
  });
});

describe('the allowance of an install', () => {
  it('is asked before each call, apart for searches', async () => {
    const taken: string[] = [];
    const budget = { take: async (kind: string) => void taken.push(kind) };
    hubspot()
      .post(UPDATE)
      .reply(200, { results: [{ id: '1', properties: {} }] });
    hubspot().post('/crm/objects/2026-09/deals/search').reply(200, { total: 0, results: [] });
    const crm = connect({ budget });
    await written(crm);
    await crm.changedDeals(null);
    expect(taken).toEqual(['call', 'search']);
  });

  it('stops the call when it is used up', async () => {
    const spent = new AppError('CRM_RATE_LIMITED', 'No calls are left.', { retryAfterMs: 900 });
    const outcome = await written(connect({ budget: { take: () => Promise.reject(spent) } }));
    expect(errorOf(outcome)).toBe(spent);
  });
});
