import { z } from 'zod';
import { notFound, refuse } from './api-answer.ts';
import type { ApiAnswer } from './api-answer.ts';
import type { ObjectDefinition } from './field-definition.ts';
import type { Org } from './org.ts';

/** One authenticated request to the REST API, or a part of a composite one. */
export type ApiCall = {
  org: Org;
  userId: string;
  /** "/services/data/v66.0" */
  base: string;
  params: Record<string, string>;
  query: URLSearchParams;
  /** Parsed JSON; undefined when there was none. */
  body: unknown;
  headers: Record<string, string>;
  /** Does another request of the same user: what composite is made of. */
  dispatch: (request: InnerRequest) => ApiAnswer;
};

export type InnerRequest = { method: string; url: string; body: unknown; headers?: Record<string, string> };

type ApiMethod = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One operation of the API; `path` is below the version: "/sobjects/:object/:id". */
export type ApiRoute = { method: ApiMethod; path: string; answer: (call: ApiCall) => ApiAnswer };

/** The object named in the path; 404 for one that the org does not have. */
export const objectOfPath = ({ org, params }: ApiCall): ObjectDefinition => {
  const object = org.schema.object(params['object'] ?? '');
  if (!object) throw notFound();
  return object;
};

/** The body in the asked shape; 400 in the words of Salesforce's parser otherwise. */
export const bodyOf = <T>({ body }: ApiCall, schema: z.ZodType<T>): T => {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refuse('JSON_PARSER_ERROR', `${issue?.message ?? 'Unexpected input'} at [${issue?.path.join('.') ?? ''}]`);
};

/** A record as it is sent: fields by name, and what Salesforce calls attributes. */
export const SentRecord = z.record(z.string(), z.unknown());

/** The parameters of a path that fits the pattern; null when it does not. A slash at the end does not matter. */
export const matchPath = (pattern: string, path: string): Record<string, string> | null => {
  const [wanted, given] = [pattern, path.replace(/\/+$/, '')].map((text) => text.split('/').slice(1)) as [
    string[],
    string[],
  ];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = safeDecode(value);
    else if (part.toLowerCase() !== value.toLowerCase()) return null;
  }
  return params;
};

const safeDecode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
