import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  brokenGateway,
  requestLimitExceeded,
  serverUnavailable,
  sessionExpired,
  unableToLockRow,
} from '../../../src/sandbox/salesforce/fault-answers.ts';
import type { TestOrg } from './pretend-org.ts';
import { APP, V, answerOf, seedOpportunity, startOrg } from './pretend-org.ts';

const journalPath = path.join(mkdtempSync(path.join(tmpdir(), 'keepable-org-')), 'salesforce.jsonl');

let org: TestOrg;
beforeEach(async () => {
  org = await startOrg({ journalPath });
});
afterEach(() => org.close());

const addTask = () => org.call('POST', `${V}/sobjects/Task`, { Subject: 'x' });
const taskCount = () => org.org.store.list('Task').length;

describe('scripted faults', () => {
  it.each([
    [sessionExpired(), 401, 'INVALID_SESSION_ID'],
    [requestLimitExceeded(), 403, 'REQUEST_LIMIT_EXCEEDED'],
    [serverUnavailable(), 503, 'SERVER_UNAVAILABLE'],
    [unableToLockRow(), 400, 'UNABLE_TO_LOCK_ROW'],
  ])('answer instead of the work, so often as told', async (answer, status, errorCode) => {
    org.faults.add({ method: 'POST', path: /Task$/, times: 1, fault: { answer } });
    expect(await addTask()).toMatchObject({ status, body: [{ errorCode }] });
    expect(taskCount()).toBe(0);
    expect((await addTask()).status).toBe(201);
  });

  it('answer with a page of HTML, as the edge does', async () => {
    org.faults.add({ fault: { answer: brokenGateway() } });
    const answer = await fetch(`${org.url}${V}/limits`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([502, expect.stringContaining('text/html')]);
  });

  it('cut the connection before the work, or after it', async () => {
    org.faults.add({ method: 'POST', times: 1, fault: { reset: 'before' } });
    await expect(addTask()).rejects.toThrow();
    expect(taskCount()).toBe(0);
    org.faults.add({ method: 'POST', times: 1, fault: { reset: 'after' } });
    await expect(addTask()).rejects.toThrow();
    expect(taskCount()).toBe(1);
  });

  it('break an answer off half-way though the work is done', async () => {
    org.faults.add({ method: 'POST', times: 1, fault: { truncate: true } });
    await expect(addTask()).rejects.toThrow();
    expect(taskCount()).toBe(1);
  });

  it('lose the answer to a refresh after the token was changed', async () => {
    const { refreshToken } = org.install();
    const form = {
      grant_type: 'refresh_token',
      client_id: APP.clientId,
      client_secret: APP.clientSecret,
      refresh_token: refreshToken ?? '',
    };
    const refresh = () =>
      fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
    org.faults.add({ path: /oauth2\/token/, times: 1, fault: { reset: 'after' } });
    await expect(refresh()).rejects.toThrow();
    expect((await answerOf(await refresh())).body.error).toBe('invalid_grant');
    expect(org.grants.families.at(-1)?.isRevoked).toBe(true);
  });

  it('hide a field that the integration user may not see', async () => {
    const id = seedOpportunity(org);
    org.org.schema.hide('Opportunity', 'Verdict__c');
    expect((await org.query('SELECT Verdict__c FROM Opportunity')).body[0]?.errorCode).toBe('INVALID_FIELD');
    const write = await org.call('PATCH', `${V}/sobjects/Opportunity/${id}`, { Verdict__c: 'x' });
    expect(write.body[0]?.errorCode).toBe('INVALID_FIELD');
  });

  it('use up the calls of a day', async () => {
    org.org.api.limit = 1;
    expect((await org.call('GET', `${V}/limits`)).headers.get('sforce-limit-info')).toBe('api-usage=1/1');
    expect(await org.call('GET', `${V}/limits`)).toMatchObject({
      status: 403,
      body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }],
    });
  });
});

describe('the journal', () => {
  it('writes down each request with its outcome, and no secret', async () => {
    org.faults.add({ method: 'POST', times: 1, fault: { reset: 'after' } });
    await expect(addTask()).rejects.toThrow();
    expect(org.journal.entries.at(-1)).toMatchObject({
      method: 'POST',
      url: `${org.url}${V}/sobjects/Task`,
      body: '{"Subject":"x"}',
      status: null,
      applied: true,
      headers: { authorization: 'Bearer ***' },
    });
    await fetch(`${org.url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_secret: 'canary', refresh_token: 'canary', assertion: 'canary' }),
    });
    const written = readFileSync(journalPath, 'utf8');
    expect(written).toContain('/services/oauth2/token');
    expect(written).not.toContain('canary');
  });
});
