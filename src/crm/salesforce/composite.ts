import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { API_ROOT } from './api-version.ts';
import type { SalesforceCall } from './salesforce-client.ts';
import type { Repeatable } from './translate-error.ts';
import { faultIn, toAppError, translateError } from './translate-error.ts';

/** One part of a composite call. `url` from the root of the host. */
export type Subrequest = { method: 'GET' | 'POST' | 'PATCH'; url: string; body?: object };

/** What became of a part: its body, or why not. */
export type Subanswer = { body: unknown } | AppError;

/** Of the 25 parts of a composite call no more than five may be queries or collections (REST guide, "Composite"). */
const PARTS_PER_CALL = 5;

const Answer = z.object({
  compositeResponse: z.array(
    z.object({ body: z.unknown(), httpStatusCode: z.number(), referenceId: z.string().optional() }),
  ),
});

const cutOff = (repeat: Repeatable): AppError =>
  translateError(new AppError('CRM_UNAVAILABLE', 'Salesforce sent half an answer.'), repeat);

const repeatOf = (parts: readonly Subrequest[]): Repeatable =>
  parts.some(({ method }) => method === 'POST') ? 'not_repeatable' : 'repeatable';

const toSubanswer = (answer: { body?: unknown; httpStatusCode: number } | undefined, part: Subrequest): Subanswer => {
  const repeat = repeatOf([part]);
  if (answer === undefined) return cutOff(repeat);
  if (answer.httpStatusCode < 300) return { body: answer.body };
  const fault = faultIn(answer.body) ?? { code: `ERROR_HTTP_${answer.httpStatusCode}`, message: '', fields: [] };
  return toAppError(fault, repeat);
};

const sendTogether = async (call: SalesforceCall, parts: readonly Subrequest[]): Promise<Subanswer[]> => {
  const compositeRequest = parts.map((part, index) => ({ ...part, referenceId: `part${index}` }));
  const repeat = repeatOf(parts);
  try {
    const body = { allOrNone: false, collateSubrequests: false, compositeRequest };
    const answer = Answer.safeParse(await call({ method: 'POST', path: `${API_ROOT}/composite`, body }, repeat));
    if (!answer.success) return parts.map((part) => cutOff(repeatOf([part])));
    const answers = answer.data.compositeResponse;
    const byReference = new Map(answers.map((one) => [one.referenceId, one]));
    return parts.map((part, index) => toSubanswer(byReference.get(`part${index}`) ?? answers[index], part));
  } catch (error) {
    if (error instanceof AppError) return parts.map(() => error);
    throw error;
  }
};

/** Sends parts that do not depend on each other, as few calls as they fit in; one answer per part, in order. */
export const sendComposite = async (call: SalesforceCall, parts: readonly Subrequest[]): Promise<Subanswer[]> => {
  const answers: Subanswer[] = [];
  for (let start = 0; start < parts.length; start += PARTS_PER_CALL) {
    answers.push(...(await sendTogether(call, parts.slice(start, start + PARTS_PER_CALL))));
  }
  return answers;
};

/** The body of a part, or its fault thrown. */
export const bodyOf = (answer: Subanswer | undefined): unknown => {
  if (answer === undefined) throw new AppError('CRM_UNAVAILABLE', 'Salesforce sent half an answer.');
  if (answer instanceof AppError) throw answer;
  return answer.body;
};
