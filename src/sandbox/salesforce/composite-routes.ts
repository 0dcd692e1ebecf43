import { z } from 'zod';
import { refuse } from './api-answer.ts';
import type { ApiAnswer, ApiError } from './api-answer.ts';
import { bodyOf } from './api-call.ts';
import type { ApiCall, ApiRoute } from './api-call.ts';

const LIMIT = 25;
const QUERY_LIMIT = 5;

const SubRequest = z.object({
  method: z.string().transform((method) => method.toUpperCase()),
  url: z.string(),
  referenceId: z.string().regex(/^[A-Za-z]\w*$/, 'Invalid reference ID'),
  body: z.unknown().optional(),
  httpHeaders: z.record(z.string(), z.string()).optional(),
});
type SubRequest = z.infer<typeof SubRequest>;

const Composite = z.object({ allOrNone: z.boolean().default(false), compositeRequest: z.array(SubRequest) });

type SubAnswer = { body: unknown; httpHeaders: Record<string, string>; httpStatusCode: number; referenceId: string };

class RollBack extends Error {}

const halted = (referenceId: string, message: string): SubAnswer => ({
  body: [{ errorCode: 'PROCESSING_HALTED', message } satisfies ApiError],
  httpHeaders: {},
  httpStatusCode: 400,
  referenceId,
});

const HALTED_WITH_OTHERS = 'The transaction was rolled back since another operation in the same transaction failed.';

const checkSizes = (requests: SubRequest[]): void => {
  const queries = requests.filter(({ url }) => /\/(query|queryAll|composite\/sobjects)\b/.test(url)).length;
  if (requests.length > LIMIT) {
    throw refuse(
      'LIMIT_EXCEEDED',
      `The number of composite subrequests, ${requests.length}, exceeds the limit of ${LIMIT}.`,
    );
  }
  if (queries > QUERY_LIMIT) {
    throw refuse('LIMIT_EXCEEDED', `No more than ${QUERY_LIMIT} subrequests can be queries or sObject Collections.`);
  }
  const names = new Set(requests.map(({ referenceId }) => referenceId));
  if (names.size < requests.length) throw refuse('INVALID_INPUT', 'Reference IDs must be unique.');
};

/** POST /composite: up to 25 requests in one call, in order, each may name the results of those before it. */
const composite = (call: ApiCall): ApiAnswer => {
  const { allOrNone, compositeRequest } = bodyOf(call, Composite);
  checkSizes(compositeRequest);
  const answers: SubAnswer[] = [];
  try {
    call.org.store.transaction(() => {
      for (const request of compositeRequest) {
        const answer = subAnswer(call, request, answers);
        answers.push(answer);
        if (allOrNone && hasFailed(answer)) throw new RollBack();
      }
    });
  } catch (fault) {
    if (!(fault instanceof RollBack)) throw fault;
    const failed = answers.at(-1);
    const all = compositeRequest.map(({ referenceId }) =>
      failed?.referenceId === referenceId ? failed : halted(referenceId, HALTED_WITH_OTHERS),
    );
    return { status: 200, body: { compositeResponse: all } };
  }
  return { status: 200, body: { compositeResponse: answers } };
};

const hasFailed = ({ httpStatusCode, body }: SubAnswer): boolean =>
  httpStatusCode >= 300 ||
  (Array.isArray(body) && body.some((one: unknown) => (one as { success?: unknown } | null)?.success === false));

const subAnswer = (call: ApiCall, request: SubRequest, earlier: SubAnswer[]): SubAnswer => {
  const { referenceId, method, httpHeaders } = request;
  let url = request.url;
  let body = request.body;
  try {
    url = withReferences(request.url, earlier);
    body = request.body === undefined ? undefined : JSON.parse(withReferences(JSON.stringify(request.body), earlier));
  } catch (fault) {
    if (!(fault instanceof UnknownReference)) throw fault;
    return halted(referenceId, fault.message);
  }
  const answer = call.dispatch({ method, url, body, ...(httpHeaders ? { headers: httpHeaders } : {}) });
  return {
    body: answer.body ?? null,
    httpHeaders: answer.headers ?? {},
    httpStatusCode: answer.status,
    referenceId,
  };
};

class UnknownReference extends Error {}

/** Puts results of earlier requests where the text says @{name.field}. */
const withReferences = (text: string, earlier: SubAnswer[]): string =>
  text.replace(/@\{([^}]+)\}/g, (_all, path: string) => {
    const [name = '', ...steps] = path.split(/[.[\]]+/).filter(Boolean);
    const source = earlier.find(({ referenceId }) => referenceId === name);
    const value = source && !hasFailed(source) ? steps.reduce(stepInto, source.body) : undefined;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      throw new UnknownReference(`Invalid reference specified. No value for ${path} found in ${name}`);
    }
    return JSON.stringify(String(value)).slice(1, -1);
  });

const stepInto = (at: unknown, step: string): unknown =>
  at !== null && typeof at === 'object' ? (at as Record<string, unknown>)[step] : undefined;

/** Several requests in one. */
export const COMPOSITE_ROUTES: ApiRoute[] = [{ method: 'POST', path: '/composite', answer: composite }];
