import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createHubspotCrm } from '../../../src/crm/hubspot/hubspot-crm.ts';
import type { Crm } from '../../../src/crm/crm.ts';
import { fieldsWrite, planned } from '../../support/a-write.ts';

const written = JSON.stringify({ status: 'COMPLETE', results: [{ id: '1', properties: {} }] });

describe('a connection to HubSpot that falls silent', () => {
  const server = createServer();
  afterEach(() => {
    server.removeAllListeners('request');
    server.closeAllConnections();
    server.close();
  });

  const connect = async (): Promise<Crm> => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const basePath = `http://127.0.0.1:${port}`;
    return createHubspotCrm({ accessToken: async () => 'token', basePath, now: Date.now, timeoutMs: 100 });
  };

  it('is ended on our side, also when it has served before', async () => {
    const crm = await connect();
    const sockets = new Set<Socket>();
    const closed: Promise<unknown>[] = [];
    let requests = 0;
    server.on('request', (request, response) => {
      requests += 1;
      if (!sockets.has(request.socket)) closed.push(once(request.socket, 'close'));
      sockets.add(request.socket);
      if (requests === 1) response.setHeader('content-type', 'application/json').end(written);
    });
    const write = planned('1', fieldsWrite());
    expect(await crm.applyWrites([write])).toMatchObject([{ status: 'written' }]);
    expect(await crm.applyWrites([write])).toMatchObject([{ status: 'failed' }]);
    await Promise.all(closed);
    expect([requests, sockets.size]).toEqual([2, 1]);
  });
});
