import { AppError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';

/** What a command ends with (cli-contract): done, findings or rejected rows, wrong usage, unusable input. */
export const EXIT = { done: 0, findings: 1, usage: 2, unusable: 3 } as const;

const USAGE: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['USAGE']);

/** The exit code of a fault: wrong usage is 2; input, port, directory or configuration that cannot be used is 3. */
export const exitCodeOf = (error: unknown): number =>
  error instanceof AppError && USAGE.has(error.code) ? EXIT.usage : EXIT.unusable;
