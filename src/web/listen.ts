import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../errors.ts';

/** A server that listens. `close` lets answers in work finish for a moment, then ends the connections. */
export type Listening = { url: string; close: () => Promise<void> };

/** Slow clients are cut: headers within 10 s, the whole request within 20 s. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 20_000;
const GOODBYE_MS = 2000;

/** Listens on a port (0: any free one); the handler is made once the address is known. Throws PORT_IN_USE with the variable to set when it is taken. */
export const listen = async (
  toHandler: (url: string) => RequestListener,
  at: { host: string; port: number; variable: string },
): Promise<Listening> => {
  const server = createServer({ headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS, maxHeaderSize: 16_384 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(toAppError(error, at)));
    server.listen(at.port, at.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://${at.host.includes(':') ? `[${at.host}]` : at.host}:${port}`;
  server.on('request', toHandler(url));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => server.closeAllConnections(), GOODBYE_MS);
      server.close(() => {
        clearTimeout(timer);
        resolve();
      });
      server.closeIdleConnections();
    });
  return { url, close };
};

const toAppError = (error: NodeJS.ErrnoException, at: { port: number; variable: string }): Error =>
  error.code === 'EADDRINUSE' || error.code === 'EACCES'
    ? new AppError(
        'PORT_IN_USE',
        `Port ${at.port} is in use by another program. Stop it, or set ${at.variable} to a free port.`,
        { cause: error },
      )
    : error;
