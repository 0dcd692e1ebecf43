import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Room for the long addresses of queries. */
const MAX_HEADER_BYTES = 64 * 1024;

/** Answers on 127.0.0.1; port 0 = any free one. Throws EADDRINUSE when the port is taken. */
export const listen = async (
  app: RequestListener,
  port: number,
): Promise<{ url: string; close: () => Promise<void> }> => {
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${actual}`, close };
};
