import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { retryAfterMs, sendHttp, wasNeverSent, withinTime } from '../../src/crm/http.ts';
import { hasCode } from '../../src/errors.ts';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const DAY_MS = 24 * 60 * 60 * 1000;

describe('the wait that Retry-After asks for', () => {
  it.each([
    ['7', 7000],
    [' 0 ', 0],
    ['1.5', 1500],
    ['Mon, 02 Mar 2026 09:00:30 GMT', 30_000],
    ['Mon, 02 Mar 2026 08:00:00 GMT', 0],
    ['999999999999', DAY_MS],
    ['Mon, 02 Mar 2099 09:00:00 GMT', DAY_MS],
  ])('%p is %p ms', (header, expected) => {
    expect(retryAfterMs(header, NOW)).toBe(expected);
  });

  it.each([null, undefined, '', '  ', 'soon', '-5', '0x10', 'NaN', 'Infinity'])('%p asks for nothing', (header) => {
    expect(retryAfterMs(header, NOW)).toBeUndefined();
  });
});

describe('a call to a CRM', () => {
  it('is given up after its time limit', async () => {
    await expect(withinTime(new Promise(() => undefined), 5)).rejects.toMatchObject({ code: 'CRM_UNAVAILABLE' });
  });

  it('does not follow a redirect to somewhere else', async () => {
    const server = createServer((_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const answer = await sendHttp(`http://127.0.0.1:${port}/`, {}, 5000);
    expect(answer.status).toBe(302);
    await new Promise((resolve) => server.close(resolve));
  });

  it('knows when nothing can have been applied: nobody listens', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const fault = await sendHttp(`http://127.0.0.1:${port}/`, {}, 5000).catch((error: unknown) => error);
    expect(hasCode(fault, 'CRM_UNAVAILABLE')).toBe(true);
    expect(wasNeverSent(fault)).toBe(true);
    expect(wasNeverSent(new Error('socket hang up'))).toBe(false);
  });
});
