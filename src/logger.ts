import pino from 'pino';

/** Structured logs: a static message and fields. Never tokens, never deal text. */
export type Logger = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** Writes JSON lines to standard error; faults show code, message and causes, never the request they came from. */
export const createLogger = (level: string, stream: pino.DestinationStream = pino.destination(2)): Logger =>
  pino({ level, base: null, serializers: { err: toSafeError } }, stream);

/** Keeps quiet: for tests and for commands that speak in sentences. */
export const silentLogger: Logger = pino({ level: 'silent' });

const toSafeError = (error: unknown): unknown => {
  if (!(error instanceof Error)) return { message: typeof error };
  const { code, details } = error as { code?: unknown; details?: unknown };
  return {
    name: error.name,
    code,
    details,
    message: error.message,
    stack: error.stack?.split('\n').slice(1, 6).join('\n'),
    ...(error.cause === undefined ? {} : { cause: toSafeError(error.cause) }),
  };
};
