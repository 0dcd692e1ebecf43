import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fetchWorkbook, PUBLIC_REACH } from '../../../src/sheet/sources/fetch-workbook.ts';
import type { FetchLimits, Reach } from '../../../src/sheet/sources/fetch-workbook.ts';
import type { WorkbookHost } from '../../support/workbook-host.ts';
import { startWorkbookHost } from '../../support/workbook-host.ts';

const BYTES = new TextEncoder().encode('a;b\n1;2\n');
const LIMITS: FetchLimits = { bytes: 1000, ms: 20_000 };

describe('fetching a workbook', () => {
  let host: WorkbookHost;
  beforeAll(async () => {
    host = await startWorkbookHost();
  });
  afterAll(() => host.close());
  const fetchIt = (url = host.url, more: { reach?: Reach; etag?: string | null; limits?: FetchLimits } = {}) =>
    fetchWorkbook(url, { etag: null, reach: host.reach, limits: LIMITS, ...more });
  const port = (): string => new URL(host.url).port;

  it('brings the bytes once, and then only the word that they are the same', async () => {
    host.serve(BYTES);
    const first = await fetchIt();
    expect(first).toMatchObject({ state: 'file', fileName: 'plan.xlsx' });
    expect(first.state === 'file' && Buffer.from(first.bytes).equals(BYTES)).toBe(true);
    expect(await fetchIt(host.url, { etag: first.state === 'file' ? first.etag : null })).toEqual({ state: 'same' });
  });

  it('never asks an address of a private network, whatever the name says', async () => {
    host.serve(BYTES);
    const before = host.asked.length;
    for (const name of ['localhost', '127.0.0.1', '[::1]']) {
      const attempt = fetchIt(`https://${name}:${port()}/plan.xlsx`, { reach: PUBLIC_REACH });
      await expect(attempt).rejects.toMatchObject({ code: 'SOURCE_REFUSED' });
    }
    expect(host.asked.length).toBe(before);
  });

  it('refuses a name when only one of its addresses is private', async () => {
    const reach: Reach = { ...PUBLIC_REACH, resolve: () => Promise.resolve(['93.184.215.14', '10.0.0.8']) };
    await expect(fetchIt('https://files.example.com/plan.xlsx', { reach })).rejects.toMatchObject({
      code: 'SOURCE_REFUSED',
    });
  });

  it('connects to the address that was checked: a name that answers otherwise a moment later changes nothing', async () => {
    host.serve(BYTES);
    const answers = [['127.0.0.1'], ['10.0.0.8']];
    let resolved = 0;
    const reach: Reach = { ...host.reach, resolve: () => Promise.resolve(answers[resolved++] ?? []) };
    await expect(fetchIt(`http://rebinding.example.com:${port()}/plan.xlsx`, { reach })).resolves.toMatchObject({
      state: 'file',
    });
    expect(resolved).toBe(1);
    expect(host.asked.at(-1)?.headers.host).toBe(`rebinding.example.com:${port()}`);
    await expect(fetchIt(`http://rebinding.example.com:${port()}/plan.xlsx`, { reach })).rejects.toMatchObject({
      code: 'SOURCE_REFUSED',
    });
  });

  it('looks at the address of the connection once more', async () => {
    let checks = 0;
    const reach: Reach = { ...host.reach, isAllowed: () => (checks += 1) <= 2 };
    await expect(fetchIt(host.url, { reach })).rejects.toMatchObject({ code: 'SOURCE_REFUSED' });
    expect(checks).toBe(3);
  });

  it('follows a redirect on the same host only, and not in circles', async () => {
    const to = (location: string) => host.answer((_request, response) => response.writeHead(302, { location }).end());
    for (const location of ['http://169.254.169.254/latest/meta-data', `http://localhost:${port()}/x`, 'https://example.com/x', '//10.0.0.8/x']) {
      to(location);
      await expect(fetchIt()).rejects.toMatchObject({ code: 'SOURCE_REFUSED' });
    }
    to('/plan.xlsx');
    await expect(fetchIt()).rejects.toThrow('in circles');
    host.answer((request, response) =>
      request.url === '/plan.xlsx' ? response.writeHead(301, { location: '/moved/to.xlsx' }).end() : response.end(BYTES),
    );
    await expect(fetchIt()).resolves.toMatchObject({ state: 'file', fileName: 'to.xlsx' });
  }); // prettier-ignore

  it('takes an address whose name is no text in any code', async () => {
    host.serve(BYTES);
    await expect(fetchIt(host.url.replace('plan', '%E0%A4%A'))).resolves.toMatchObject({ fileName: '%E0%A4%A.xlsx' });
  });

  it('stops at the limit of size, whatever the header says', async () => {
    host.answer((_request, response) => {
      response.writeHead(200);
      response.write(Buffer.alloc(800));
      response.end(Buffer.alloc(800));
    });
    await expect(fetchIt()).rejects.toMatchObject({
      code: 'SOURCE_REFUSED',
      message: expect.stringContaining('larger than'),
    });
  });

  it('stops at the limit of time, before the answer and in the middle of it', async () => {
    const limits = { ...LIMITS, ms: 300 };
    host.answer(() => undefined);
    await expect(fetchIt(host.url, { limits })).rejects.toMatchObject({ code: 'SOURCE_GONE' });
    host.answer((_request, response) => void response.writeHead(200).write('a'));
    await expect(fetchIt(host.url, { limits })).rejects.toMatchObject({ code: 'SOURCE_GONE' });
  });

  it.each([404, 403, 410, 500])('says that the workbook is gone when the answer is %i', async (status) => {
    host.answer((_request, response) => response.writeHead(status).end('no'));
    await expect(fetchIt()).rejects.toMatchObject({
      code: 'SOURCE_GONE',
      message: expect.stringContaining(String(status)),
    });
  });
});
