import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Reach } from '../../src/sheet/sources/fetch-workbook.ts';

/** A web server that keeps one workbook; its answers can be changed while it runs. */
export type WorkbookHost = {
  url: string;
  /** Lets the fetcher connect to this machine, which the product never does. */
  reach: Reach;
  /** Requests in the order in which they came. */
  asked: IncomingMessage[];
  serve(bytes: Uint8Array): void;
  answer(handler: (request: IncomingMessage, response: ServerResponse) => void): void;
  close(): Promise<void>;
};

/** Starts it on a free port, with an ETag from the bytes and 304 where the caller has them. */
export const startWorkbookHost = async (): Promise<WorkbookHost> => {
  let handler: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) =>
    response.writeHead(404).end();
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/plan.xlsx`,
    reach: {
      isAllowed: (address) => address === '127.0.0.1',
      resolve: () => Promise.resolve(['127.0.0.1']),
      protocols: ['http:'],
    },
    asked,
    serve: (bytes) => {
      const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}"`;
      handler = (request, response) =>
        request.headers['if-none-match'] === etag
          ? response.writeHead(304).end()
          : response.writeHead(200, { etag }).end(bytes);
    },
    answer: (next) => (handler = next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
