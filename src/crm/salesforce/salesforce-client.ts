import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from 'jsforce/lib/connection.js';
import type { CallBudget } from '../call-budget.ts';
import { hasCode } from '../../errors.ts';
import { API_ROOT, API_VERSION } from './api-version.ts';
import { createTransport } from './transport.ts';
import type { SalesforceTokenProvider, SalesforceTokens } from './tokens.ts';
import type { Repeatable } from './translate-error.ts';
import { translateError } from './translate-error.ts';

/** Calls of the org in the last 24 hours and how many it allows, as the header Sforce-Limit-Info says; all its apps share them. */
export type ApiUsage = { used: number; limit: number };

export type SalesforceConnection = {
  /** The org's tokens, renewed when they are refused. */
  tokens: SalesforceTokenProvider;
  budget: CallBudget;
  /** Told after each answer that names them. */
  onUsage: (usage: ApiUsage) => Promise<void>;
  /** Limit of one call in milliseconds, answer included. */
  timeoutMs: number;
};

type SalesforceRequest = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the version root, e.g. `/query?q=...`, or a whole path that Salesforce gave us. */
  path: string;
  body?: object | { contentType: string; bytes: Buffer };
};

/** One call to the org; faults are AppErrors. Reads are tried again when the connection broke, writes never are. */
export type SalesforceCall = (request: SalesforceRequest, repeat?: Repeatable) => Promise<unknown>;

/** A refused session is renewed for the same call no more often: a session may end just after it was renewed, but not twice. */
const MOST_RENEWALS = 2;

/** A dropped socket or a short outage: so often is a read tried again, with twice the wait each time. */
const READ_RETRIES = 2;
const READ_WAIT_MS = 200;

/**
 * One connection per access token, without a refresh function: jsforce would renew and resend without end, and lose a
 * rotated refresh token (jsforce issue 1833). It does not retry either: it would resend reads only, and not after a reset.
 */
const createConnections = (timeoutMs: number): ((tokens: SalesforceTokens) => Connection) => {
  let latest: { accessToken: string; connection: Connection } | null = null;
  return ({ accessToken, instanceUrl }) => {
    if (latest?.accessToken !== accessToken || latest.connection.instanceUrl !== instanceUrl) {
      const connection = new Connection({ version: API_VERSION, instanceUrl, accessToken });
      Object.assign(connection, { _transport: createTransport(timeoutMs) });
      latest = { accessToken, connection };
    }
    return latest.connection;
  };
};

const encoded = (body: SalesforceRequest['body']): { body?: string | Buffer; headers: Record<string, string> } => {
  if (body === undefined) return { headers: {} };
  if ('bytes' in body) return { body: body.bytes, headers: { 'content-type': body.contentType } };
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
};

const send = (connection: Connection, { method, path, body }: SalesforceRequest): Promise<unknown> => {
  const url = connection.instanceUrl + (path.startsWith('/services/') ? path : API_ROOT + path);
  const { headers, ...rest } = encoded(body);
  return connection.request({ method, url, headers: { accept: 'application/json', ...headers }, ...rest });
};

const isReadAgain = ({ method }: SalesforceRequest, error: unknown): boolean =>
  method === 'GET' && hasCode(error, 'CRM_UNAVAILABLE');

/** The way to call Salesforce for one install: allowance, time limit, new tokens after a 401. */
export const createSalesforceCall = (settings: SalesforceConnection): SalesforceCall => {
  const { tokens: tokensOf, budget, onUsage, timeoutMs } = settings;
  const connectionFor = createConnections(timeoutMs);

  const once = async (tokens: SalesforceTokens, request: SalesforceRequest): Promise<unknown> => {
    await budget.take('call');
    const connection = connectionFor(tokens);
    try {
      return await send(connection, request);
    } finally {
      const { apiUsage } = connection.limitInfo;
      if (apiUsage) await onUsage(apiUsage);
    }
  };

  const withFreshTokens = async (request: SalesforceRequest, repeat: Repeatable): Promise<unknown> => {
    let tokens = await tokensOf();
    for (let renewals = 0; ; renewals += 1) {
      try {
        return await once(tokens, request);
      } catch (error) {
        const fault = translateError(error, repeat);
        if (fault.code !== 'CRM_UNAUTHORIZED' || renewals >= MOST_RENEWALS) throw fault;
      }
      tokens = await tokensOf(tokens.accessToken);
    }
  };

  return async (request, repeat = 'repeatable') => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await withFreshTokens(request, repeat);
      } catch (error) {
        if (attempt >= READ_RETRIES || !isReadAgain(request, error)) throw error;
        await sleep(READ_WAIT_MS * 2 ** attempt);
      }
    }
  };
};
