import pino from 'pino';
import { AppError } from './errors.ts';

/** Structured logs: a static message and fields. Never tokens, never deal text. */
export type Logger = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** Writes JSON lines to standard error; faults show code, our own sentences and causes, never what others quote. */
export const createLogger = (level: string, stream: pino.DestinationStream = pino.destination(2)): Logger =>
  pino({ level, base: null, serializers: { err: toSafeError } }, stream);

/** Keeps quiet: for tests and for commands that speak in sentences. */
export const silentLogger: Logger = pino({ level: 'silent' });

const toSafeError = (error: unknown): unknown => {
  if (!(error instanceof Error)) return { message: typeof error };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    code,
    ...(error instanceof AppError ? { details: error.details } : {}),
    ...(isOurSentence(error) ? { message: error.message } : {}),
    stack: callsOf(error),
    ...(error.cause === undefined ? {} : { cause: toSafeError(error.cause) }),
  };
};

/**
 * What others wrote may quote a request, a row or a deal: HubSpot's SDK puts the whole answer into its message, a parser the
 * text it stumbled over, and a refused field comes with the admin's words. Of those, name, code and place must do.
 */
const isOurSentence = (error: Error): boolean =>
  error instanceof AppError ? error.code !== 'CRM_REJECTED_FIELD' : error instanceof TypeError;

/** The calls that led here, without the message that a stack begins with. */
const callsOf = (error: Error): string =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 5)
    .join('\n');
