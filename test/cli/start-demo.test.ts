import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { seedOrg } from '../support/org-seed.ts';
import { runDemo } from '../support/running-demo.ts';

const listenOn = (port: number): Promise<Server | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });

const closed = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

/** Takes a port and keeps it; the one before it is free. */
const takePort = async (): Promise<{ server: Server; port: number }> => {
  for (;;) {
    const server = await listenOn(0);
    const port = (server?.address() as AddressInfo).port;
    const before = await listenOn(port - 1);
    if (before) await closed(before);
    if (server && before) return { server, port };
    if (server) await closed(server);
  }
};

const start = (port: number) => runDemo({ env: { SANDBOX_PORT: String(port) }, salesforce: { seed: seedOrg } });

describe('the demo', () => {
  it('shows a portal and, on the next port, an org; it names a port that another program has and leaves none open', async () => {
    const { server, port } = await takePort();
    await expect(start(port - 1)).rejects.toThrow(`Port ${port} is in use by another program.`);
    await closed(server);
    const demo = await start(port - 1);
    expect([demo.sandbox.url, demo.org?.sandbox.url]).toEqual([
      `http://127.0.0.1:${port - 1}`,
      `http://127.0.0.1:${port}`,
    ]);
    await demo.stop();
  });
});
