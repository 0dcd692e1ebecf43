import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A request as it came. `url` is the full public address that HubSpot called, from configuration, never from Host. */
export type SignedRequest = {
  method: string;
  url: string;
  /** The raw bytes: a body that was parsed and written again has another signature. */
  body: Buffer;
  signature: string | undefined;
  /** Header X-HubSpot-Request-Timestamp: whole milliseconds since 1970. */
  timestamp: string | undefined;
};

/** Older or newer than this is refused (HubSpot, "Validating requests"). */
const TIMESTAMP_LIMIT_MS = 5 * 60 * 1000;

/** The only escapes that HubSpot decodes before it signs; %20, %26 and %3D stay. */
const DECODED: Record<string, string> = {
  '%3A': ':', '%2F': '/', '%3F': '?', '%40': '@', '%21': '!', '%24': '$', '%27': "'",
  '%28': '(', '%29': ')', '%2A': '*', '%2C': ',', '%3B': ';',
}; // prettier-ignore

/** The address as HubSpot signs it. */
export const decodeSignedUrl = (url: string): string =>
  url.replace(/%[0-9A-Fa-f]{2}/g, (escape) => DECODED[escape.toUpperCase()] ?? escape);

/** Signature v3 under one secret: base64 HMAC-SHA-256 of method, decoded address, raw body and timestamp. */
export const signV3 = (secret: string, request: Omit<SignedRequest, 'signature'>): string =>
  createHmac('sha256', secret)
    .update(request.method + decodeSignedUrl(request.url))
    .update(request.body)
    .update(request.timestamp ?? '')
    .digest('base64');

/** True when one of our client secrets signed this request (v3) within five minutes of `nowMs`, before or after. */
export const isSignedV3 = (request: SignedRequest, secrets: readonly string[], nowMs: number): boolean =>
  isTimely(request.timestamp, nowMs) && secrets.some((secret) => isSame(signV3(secret, request), request.signature));

/** True when one of our client secrets signed this request (v2, workflow actions): hex SHA-256 of secret, method, address and body. */
export const isSignedV2 = (request: SignedRequest, secrets: readonly string[]): boolean =>
  secrets.some((secret) => {
    const hash = createHash('sha256')
      .update(secret + request.method + request.url)
      .update(request.body);
    return isSame(hash.digest('hex'), request.signature);
  });

const isTimely = (timestamp: string | undefined, nowMs: number): boolean =>
  timestamp !== undefined && /^\d{1,15}$/.test(timestamp) && Math.abs(nowMs - Number(timestamp)) <= TIMESTAMP_LIMIT_MS;

const isSame = (expected: string, given: string | undefined): boolean => {
  if (given === undefined) return false;
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
};
