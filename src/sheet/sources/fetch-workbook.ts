import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { AppError, hasCode, systemCode } from '../../errors.ts';
import { isPublicAddress } from './public-address.ts';

/** Where the fetcher may connect to; tests bring their own, the product has no setting for it. */
export type Reach = {
  isAllowed: (address: string) => boolean;
  resolve: (host: string) => Promise<string[]>;
  protocols: readonly string[];
};

/** https to public addresses. */
export const PUBLIC_REACH: Reach = {
  isAllowed: isPublicAddress,
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  protocols: ['https:'],
};

export type FetchLimits = { bytes: number; ms: number };

const LIMITS: FetchLimits = { bytes: 50 * 1024 * 1024, ms: 30_000 };
const MOST_REDIRECTS = 3;

/** What the address gave: the file, or the word that it is still the same. */
export type Fetched = { state: 'same' } | { state: 'file'; bytes: Uint8Array; etag: string | null; fileName: string };

type Asked = { etag: string | null; reach?: Reach; limits?: FetchLimits };

const refused = (why: string): AppError => new AppError('SOURCE_REFUSED', why);
const gone = (why: string, cause?: unknown): AppError => new AppError('SOURCE_GONE', why, { cause });

/**
 * The address as a URL that may be asked at all: https, no user name or password. A URL parser turns every way to write an
 * IPv4 address into the plain one, so that the check below sees it. Throws SOURCE_REFUSED with a sentence.
 */
export const toSourceUrl = (text: string, { isAllowed, protocols }: Reach = PUBLIC_REACH): URL => {
  const url = URL.parse(text.trim());
  if (!url || !protocols.includes(url.protocol)) throw refused('Write the whole address, starting with https://.');
  if (url.username !== '' || url.password !== '')
    throw refused('An address with a user name or password in it is not taken: use a link that needs none.');
  const host = bareHost(url);
  if (isIP(host) !== 0 && !isAllowed(host)) throw notPublic();
  return url;
};

const notPublic = (): AppError =>
  refused(
    'This address leads into a private network or to this machine, so it is not asked. Use a public https address.',
  );

const bareHost = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/**
 * Fetches a workbook. The name is resolved once and every address it leads to is checked; the connection goes to the very
 * address that was checked, so a name that answers differently a moment later changes nothing (DNS rebinding). Redirects are
 * followed on the same host only. Throws SOURCE_REFUSED or SOURCE_GONE with a sentence for the planner.
 */
export const fetchWorkbook = async (address: string, asked: Asked): Promise<Fetched> => {
  const { reach = PUBLIC_REACH, limits = LIMITS, etag } = asked;
  const signal = AbortSignal.timeout(limits.ms);
  let url = toSourceUrl(address, reach);
  for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
    const answer = await ask(url, { etag, reach, signal });
    const next = redirectOf(answer, url);
    if (next === null) return take(answer, { url, limits, signal });
    answer.destroy();
    if (next.host !== url.host || next.protocol !== url.protocol)
      throw refused(
        `The address sends us on to another site (${next.hostname}), which is not followed. Use its own address.`,
      );
    url = toSourceUrl(next.href, reach);
  }
  throw refused('The address sends us in circles.');
};

const redirectOf = ({ statusCode = 0, headers }: IncomingMessage, url: URL): URL | null =>
  statusCode >= 300 && statusCode < 400 && statusCode !== 304 && headers.location !== undefined
    ? URL.parse(headers.location, url)
    : null;

type Asking = { etag: string | null; reach: Reach; signal: AbortSignal };

const checkedAddress = async (host: string, { isAllowed, resolve }: Reach): Promise<string> => {
  const addresses = isIP(host) === 0 ? await resolve(host) : [host];
  const [first] = addresses;
  if (first === undefined) throw gone(`No address is known for ${host}.`);
  if (!addresses.every(isAllowed)) throw notPublic();
  return first;
};

const ask = async (url: URL, { etag, reach, signal }: Asking): Promise<IncomingMessage> => {
  const pinned = await checkedAddress(bareHost(url), reach).catch((error: unknown) => {
    throw error instanceof AppError ? error : unreachable(url, error);
  });
  const family = isIP(pinned);
  const lookupPinned: LookupFunction = (_host, options, done) =>
    options.all ? done(null, [{ address: pinned, family }]) : done(null, pinned, family);
  const headers = {
    accept: '*/*',
    'accept-encoding': 'identity',
    'user-agent': 'Keepable',
    ...(etag && { 'if-none-match': etag }),
  };
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(url, { lookup: lookupPinned, headers, signal, agent: false }, resolve);
    request.on('socket', (socket) =>
      socket.on('connect', () => {
        if (!reach.isAllowed(socket.remoteAddress ?? '')) request.destroy(notPublic());
      }),
    );
    request.on('error', (error) => reject(error instanceof AppError ? error : unreachable(url, error)));
    request.end();
  });
};

const unreachable = (url: URL, error: unknown): AppError => {
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  const why =
    isLate || systemCode(error) === 'ABORT_ERR' ? 'it takes too long' : (systemCode(error) ?? 'no connection');
  return gone(`${url.hostname} does not answer (${why}).`, error);
};

type Taking = { url: URL; limits: FetchLimits; signal: AbortSignal };

const take = async (answer: IncomingMessage, { url, limits, signal }: Taking): Promise<Fetched> => {
  const { statusCode, headers } = answer;
  if (statusCode === 304) {
    answer.destroy();
    return { state: 'same' };
  }
  if (statusCode !== 200) {
    answer.destroy();
    throw gone(`${url.hostname} answers ${statusCode ?? 'nothing'} instead of the workbook.`);
  }
  const bytes = await bodyOf(answer, { url, limits, signal });
  return { state: 'file', bytes, etag: headers.etag?.slice(0, 500) ?? null, fileName: fileNameOf(url) };
};

/** The last part of the address, for people to recognise. */
const fileNameOf = ({ pathname }: URL): string => {
  const name = pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(name).slice(-120) || 'workbook.xlsx';
  } catch {
    return name.slice(-120);
  }
};

const bodyOf = async (answer: IncomingMessage, { url, limits }: Taking): Promise<Uint8Array> => {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of answer) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > limits.bytes)
        throw refused(`The file at ${url.hostname} is larger than ${Math.floor(limits.bytes / 1_048_576)} MB.`);
    }
  } catch (error) {
    answer.destroy();
    throw hasCode(error, 'SOURCE_REFUSED') ? error : unreachable(url, error);
  }
  return Buffer.concat(chunks);
};
