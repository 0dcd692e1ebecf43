import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Client } from '@hubspot/api-client';
import type { CallBudget, CallKind } from '../call-budget.ts';
import { withinTime } from '../http.ts';
import { toDatedUrl } from './api-versions.ts';
import type { AccessTokenProvider } from './tokens.ts';
import type { Repeatable } from './translate-error.ts';
import { toRefusal, translateError } from './translate-error.ts';

export type HubspotConnection = {
  /** The install's access token, refreshed ahead of its end. */
  accessToken: AccessTokenProvider;
  /** https://api.hubapi.com, or the address of a sandbox. */
  basePath: string;
  budget: CallBudget;
  now: () => number;
  /** Limit of one call in milliseconds, answer included. */
  timeoutMs: number;
};

/** The typed methods of the SDK that we use; all CRM objects share the generic ones. */
export type HubspotApi = Client['crm'];

type CallOptions = { kind?: CallKind; repeat?: Repeatable };

/** Runs one SDK call: allowance, time limit, one fresh token after a 401, 2xx of any number as success, faults as AppErrors. */
export type HubspotCall = <T>(run: (api: HubspotApi) => Promise<T>, options?: CallOptions) => Promise<T>;

/** What the SDK's `pre` middleware gets; its own type is `unknown`. */
type RequestContext = { getUrl(): string; setUrl(url: string): void };

/**
 * An agent whose sockets end when they have been silent for `idleMs`, in use or waiting for use: the SDK itself has
 * neither timeout nor abort, and Node only tells about a silent socket.
 */
const createAgent = (basePath: string, idleMs: number): HttpAgent => {
  const Agent = basePath.startsWith('https:') ? HttpsAgent : HttpAgent;
  const agent = new Agent({ keepAlive: true, timeout: idleMs });
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, done) => {
    const socket = connect(options, done);
    socket?.on('timeout', () => socket.destroy());
    return socket;
  };
  return agent;
};

/**
 * The SDK without its limiter and retry (both are global to the process: the last client wins), with dated paths and our
 * own time limits. One client per access token, so that a refusal is always that token's.
 */
const createClients = (basePath: string, timeoutMs: number): ((accessToken: string) => Client) => {
  const httpAgent = createAgent(basePath, timeoutMs);
  const middleware = [
    { pre: (context: unknown) => withDatedUrl(context as RequestContext), post: (answer: unknown) => answer },
  ];
  let latest: { accessToken: string; client: Client } | null = null;
  return (accessToken) => {
    if (latest?.accessToken !== accessToken) {
      latest = { accessToken, client: new Client({ accessToken, basePath, httpAgent, middleware }) };
    }
    return latest.client;
  };
};

const withDatedUrl = (context: RequestContext): RequestContext => {
  context.setUrl(toDatedUrl(context.getUrl()));
  return context;
};

/**
 * Not the documented 2xx: the SDK throws although the write was applied (HubSpot/hubspot-api-nodejs issue 656). The body
 * is the answer.
 */
const bodyOfSuccess = <T>(error: unknown): T => {
  const refusal = toRefusal(error);
  if (refusal && refusal.code >= 200 && refusal.code < 300) return refusal.body as T;
  throw error;
};

/** The way to call HubSpot for one install. */
export const createHubspotCall = (connection: HubspotConnection): HubspotCall => {
  const { accessToken, basePath, budget, now, timeoutMs } = connection;
  const clientFor = createClients(basePath, timeoutMs);

  return async (run, { kind = 'call', repeat = 'repeatable' } = {}) => {
    type Answer = Awaited<ReturnType<typeof run>>;
    const once = async (token: string): Promise<Answer> => {
      await budget.take(kind);
      return withinTime<Answer>(run(clientFor(token).crm) as Promise<Answer>, timeoutMs).catch(bodyOfSuccess<Answer>);
    };
    const token = await accessToken();
    try {
      return await once(token);
    } catch (error) {
      if (toRefusal(error)?.code !== 401) throw translateError(error, now(), repeat);
    }
    const fresh = await accessToken(token);
    return once(fresh).catch((error: unknown) => {
      throw translateError(error, now(), repeat);
    });
  };
};
