import { z } from 'zod';
import type { ApiAnswer } from './api-answer.ts';
import { badRequest } from './api-answer.ts';
import type { Actor } from './changes.ts';
import { toObjectType } from './object-types.ts';
import type { ObjectType } from './object-types.ts';
import type { Portal } from './portal.ts';

/** One authenticated request to the API. `body` is the parsed JSON body, undefined when there was none. */
export type ApiCall = {
  portal: Portal;
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  actor: Actor;
};

/** One operation of the API. Paths are in the form of express. */
export type ApiRoute = {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  limit?: 'search';
  answer: (call: ApiCall) => ApiAnswer;
};

/** The object type named in the path; 400 for one that the portal does not have. */
export const objectTypeOf = (call: ApiCall, param = 'objectType'): ObjectType => {
  const name = call.params[param] ?? '';
  const type = toObjectType(name);
  if (!type) throw badRequest(`Unable to infer object type from: ${name}`);
  return type;
};

/** The body in the asked shape; 400 in HubSpot's words when a field is missing or of the wrong kind. */
export const bodyOf = <T>(call: ApiCall, schema: z.ZodType<T>): T => {
  const parsed = schema.safeParse(call.body);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.'));
  throw badRequest(`Invalid input JSON: Some required fields were not set: [${fields.join(', ')}]`, {
    errors: parsed.error.issues.map((issue) => ({ message: `${issue.path.join('.')}: ${issue.message}`, in: 'body' })),
  });
};

/** A list in the query: repeated or separated by commas. */
export const listOf = (query: URLSearchParams, name: string): string[] =>
  query
    .getAll(name)
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');

/** Refuses a batch that holds more inputs than HubSpot takes (100 for records, 1000 for reads of associations). */
export const checkBatchSize = (inputs: unknown[], limit: number): void => {
  if (inputs.length > limit) {
    throw badRequest(`The maximum number of inputs supported in a batch request is ${limit}, got ${inputs.length}`);
  }
};

/** The value of a property as people send it: text, or a number or truth value that HubSpot turns into text. */
export const SentValues = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type SentValues = z.infer<typeof SentValues>;

/** An id as text; HubSpot takes numbers too. */
export const SentId = z.union([z.string(), z.number()]).transform(String);
