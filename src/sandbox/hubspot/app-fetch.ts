import { z } from 'zod';
import { badRequest } from './api-answer.ts';
import type { Portal } from './portal.ts';
import { signV2, signV3 } from './signature.ts';
import type { SignedCall } from './signature.ts';

/** What a card asks of `hubspot.fetch`. */
export const FetchRequest = z.object({
  url: z.string(),
  method: z.string().default('GET'),
  body: z.unknown().optional(),
});
export type FetchRequest = z.infer<typeof FetchRequest>;

/** What the app answered: the body as the text that came. */
export type FetchAnswer = { status: number; headers: Record<string, string>; body: string };

/** What the portal needs to call the app: its secret, and the origins that cards may fetch from (permittedUrls). */
export type AppCaller = { appId: number; clientSecret: string; permittedOrigins: () => string[] };

const TIMEOUT_MS = 15_000;

/** `hubspot.fetch`: adds who asks, signs, forwards to the app; one more attempt after 5xx or a broken connection. */
export const fetchAsHubspot = async (
  portal: Portal,
  caller: AppCaller,
  request: FetchRequest,
): Promise<FetchAnswer> => {
  const call = toCall(portal, caller, request);
  const first = await attempt(portal, caller, call);
  if (first && first.status < 500) return first;
  const second = await attempt(portal, caller, call);
  return second ?? first ?? { status: 502, headers: {}, body: '{"message":"The app could not be reached."}' };
};

const toCall = (portal: Portal, caller: AppCaller, { url, method, body }: FetchRequest): SignedCall => {
  if (!URL.canParse(url) || !caller.permittedOrigins().includes(new URL(url).origin)) {
    throw badRequest(`${url} is not among the permitted URLs of the app.`);
  }
  const asker = { portalId: portal.id, userId: portal.user.id, userEmail: portal.user.email, appId: caller.appId };
  const added = Object.entries(asker).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const joined = `${url}${url.includes('?') ? '&' : '?'}${added.join('&')}`;
  return {
    method: method.toUpperCase(),
    url: joined,
    body: body === undefined || body === null ? '' : JSON.stringify(body),
  };
};

const attempt = async (portal: Portal, caller: AppCaller, call: SignedCall): Promise<FetchAnswer | null> => {
  try {
    const response = await fetch(call.url, {
      method: call.method,
      headers: signedHeaders(call, caller.clientSecret, portal.clock()),
      ...(call.body === '' ? {} : { body: call.body }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const type = response.headers.get('content-type') ?? 'application/json';
    return { status: response.status, headers: { 'content-type': type }, body: await response.text() };
  } catch {
    return null;
  }
};

const signedHeaders = (call: SignedCall, secret: string, timestamp: number): Record<string, string> => ({
  'Content-Type': 'application/json',
  'X-HubSpot-Signature': signV2(secret, call),
  'X-HubSpot-Signature-Version': 'v2',
  'X-HubSpot-Signature-v3': signV3(secret, call, timestamp),
  'X-HubSpot-Request-Timestamp': String(timestamp),
});
