import { createHash, createHmac } from 'node:crypto';

/** One HTTP call as HubSpot signs it: `url` is the full address that is called, with its query. */
export type SignedCall = { method: string; url: string; body: string };

// The only escapes that HubSpot decodes before it signs (developers.hubspot.com, "Validating requests").
const DECODED: Record<string, string> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
};

const decodeForSignature = (url: string): string =>
  url.replace(/%[0-9A-Fa-f]{2}/g, (escape) => DECODED[escape.toUpperCase()] ?? escape);

/** Signature v3: base64 of HMAC-SHA256 over method, address, body and timestamp (milliseconds). */
export const signV3 = (secret: string, { method, url, body }: SignedCall, timestamp: number): string =>
  createHmac('sha256', secret)
    .update(`${method}${decodeForSignature(url)}${body}${timestamp}`)
    .digest('base64');

/** Signature v2: hex SHA-256 over secret, method, address and body. */
export const signV2 = (secret: string, { method, url, body }: SignedCall): string =>
  createHash('sha256').update(`${secret}${method}${url}${body}`).digest('hex');

/** Signature v1: hex SHA-256 over secret and body. */
export const signV1 = (secret: string, body: string): string =>
  createHash('sha256').update(`${secret}${body}`).digest('hex');
