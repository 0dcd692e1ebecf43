import { ApiRefusal, notFound, refuse } from './api-answer.ts';
import type { ApiAnswer } from './api-answer.ts';
import { matchPath } from './api-call.ts';
import type { ApiRoute, InnerRequest } from './api-call.ts';
import { COLLECTION_ROUTES } from './collection-routes.ts';
import { COMPOSITE_ROUTES } from './composite-routes.ts';
import type { Org } from './org.ts';
import { QUERY_ROUTES } from './query-routes.ts';
import { SOBJECT_ROUTES } from './sobject-routes.ts';

const LIMITS_ROUTES: ApiRoute[] = [
  {
    method: 'GET',
    path: '/limits',
    answer: ({ org }) => ({
      status: 200,
      body: {
        DailyApiRequests: { Max: org.api.limit, Remaining: Math.max(0, org.api.limit - org.api.used) },
        DailyWorkflowEmails: { Max: 1000, Remaining: 1000 },
      },
    }),
  },
  {
    method: 'GET',
    path: '/limits/recordCount',
    answer: ({ org, query }) => ({
      status: 200,
      body: {
        sObjects: (query.get('sObjects') ?? '')
          .split(',')
          .map((name) => ({ count: org.store.list(name).length, name }))
          .filter(({ count }) => count > 0),
      },
    }),
  },
];

// what stands first wins: a collection is not a composite object's id
const ROUTES: ApiRoute[] = [
  ...LIMITS_ROUTES,
  ...QUERY_ROUTES,
  ...COMPOSITE_ROUTES,
  ...COLLECTION_ROUTES,
  ...SOBJECT_ROUTES,
];

const MIN_VERSION = 31;
const MAX_VERSION = 68;

/** Who asks, and for what: the path with its query, as it stands in the address. */
export type RestRequest = InnerRequest & { org: Org; userId: string };

/** Answers one request to /services/data/vNN.0/...; refusals become answers. */
export const answerRest = (request: RestRequest): ApiAnswer => {
  try {
    return routed(request);
  } catch (refusal) {
    if (refusal instanceof ApiRefusal) return refusal.answer;
    throw refusal;
  }
};

const routed = (request: RestRequest): ApiAnswer => {
  const { org, userId, method, url, body, headers = {} } = request;
  if (!URL.canParse(url, 'http://org')) throw notFound();
  const { pathname, searchParams } = new URL(url, 'http://org');
  const [, base = '', version = '', rest = ''] = /^(\/services\/data\/v(\d+)\.0)(\/.*)?$/.exec(pathname) ?? [];
  if (base === '' || Number(version) < MIN_VERSION || Number(version) > MAX_VERSION) throw notFound();
  const { route, params } = routeFor(method, rest);
  return route.answer({
    org,
    userId,
    base,
    params,
    query: searchParams,
    body,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    dispatch: (inner) => answerRest({ ...inner, org, userId }),
  });
};

type Fitting = { route: ApiRoute; params: Record<string, string> };

/** The route of a path below the version. Throws 404 for an unknown path and 405 for an unknown method. */
const routeFor = (method: string, path: string): Fitting => {
  const fitting = ROUTES.flatMap((route): Fitting[] => {
    const params = matchPath(route.path, path);
    return params ? [{ route, params }] : [];
  });
  const chosen = fitting.find(({ route }) => route.method === method);
  if (chosen) return chosen;
  if (fitting.length === 0) throw notFound();
  const allowed = fitting.map(({ route }) => route.method).join(',');
  throw new ApiRefusal(405, {
    errorCode: 'METHOD_NOT_ALLOWED',
    message: `HTTP Method '${method}' not allowed. Allowed are ${allowed}`,
  });
};

/** 400 for a body that is no JSON. */
export const jsonBody = (text: string): unknown => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw refuse('JSON_PARSER_ERROR', 'Unexpected character at [line:1, column:1]');
  }
};
