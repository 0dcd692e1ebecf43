import { randomUUID } from 'node:crypto';
import type { ValueProblem } from './validation-rules.ts';

/** What the API answers: a body that is absent is sent as no content. */
export type ApiAnswer = { status: number; body?: unknown; headers?: Record<string, string> };

type ErrorDetail = { message: string; code?: string; in?: string; context?: Record<string, string[]> };

type ErrorBody = {
  status: 'error';
  message: string;
  correlationId: string;
  category: string;
  subCategory?: string;
  context?: Record<string, string[]>;
  errors?: ErrorDetail[];
};

/** A refusal on its way out of the handlers: carries the answer. */
export class ApiRefusal extends Error {
  readonly answer: ApiAnswer & { body: ErrorBody };

  constructor(status: number, body: Omit<ErrorBody, 'status' | 'correlationId'>) {
    super(body.message);
    this.answer = { status, body: { status: 'error', correlationId: randomUUID(), ...body } };
  }
}

/** 400 in the general form. */
export const badRequest = (message: string, more: Partial<ErrorBody> = {}): ApiRefusal =>
  new ApiRefusal(400, { message, category: 'VALIDATION_ERROR', ...more });

/** 404 for a record that is not there, or no longer. */
export const objectNotFound = (id: string): ApiRefusal =>
  new ApiRefusal(404, { message: 'resource not found', category: 'OBJECT_NOT_FOUND', context: { id: [id] } });

/** 409 for a name that is taken. */
export const alreadyExists = (message: string, subCategory: string): ApiRefusal =>
  new ApiRefusal(409, { message, category: 'OBJECT_ALREADY_EXISTS', subCategory });

/** 400 for values that the portal does not take; the message holds the problems as JSON text, as HubSpot writes it. */
export const invalidValues = (portalId: number, problems: ValueProblem[]): ApiRefusal => {
  const told = problems.map(({ message, code, name }) => ({
    isValid: false,
    message,
    error: code,
    name,
    localizedErrorMessage: message,
    portalId,
  }));
  return badRequest(`Property values were not valid: ${JSON.stringify(told)}`, {
    errors: problems.map(({ message, code, name }) => ({ message, code, context: { propertyName: [name] } })),
  });
};

/** One failed input within a batch answer (StandardError). */
export type BatchError = {
  status: 'error';
  category: string;
  subCategory?: string;
  message: string;
  context: Record<string, string[]>;
  errors: ErrorDetail[];
  links: Record<string, string>;
};

/** The refusal of one input in the form in which a batch answer lists it. */
export const toBatchError = (refusal: ApiRefusal, context: Record<string, string[]> = {}): BatchError => {
  const { category, subCategory, message, errors = [], context: own = {} } = refusal.answer.body;
  return {
    status: 'error',
    category,
    ...(subCategory === undefined ? {} : { subCategory }),
    message,
    context: { ...own, ...context },
    errors,
    links: {},
  };
};

type Batch = { results: unknown[]; errors?: BatchError[]; status?: number };

/** A batch answer: 207 as soon as one input failed, the documented code otherwise. `at` in milliseconds. */
export const batchAnswer = (at: number, { results, errors = [], status = 200 }: Batch): ApiAnswer => {
  const moment = new Date(at).toISOString();
  const times = { requestedAt: moment, startedAt: moment, completedAt: moment };
  if (errors.length === 0) return { status, body: { status: 'COMPLETE', results, ...times } };
  return { status: 207, body: { status: 'COMPLETE', results, numErrors: errors.length, errors, ...times } };
};
