import type { Request, Response } from 'express';
import type { z } from 'zod';
import { AppError } from '../../errors.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The body as the schema wants it. Throws USAGE with one sentence. */
export const parseBody = <T extends z.ZodType>(schema: T, request: Request): z.infer<T> => {
  const parsed = schema.safeParse(request.body);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new AppError('USAGE', `${first?.path.join('.') || 'The request'}: ${first?.message ?? 'not understood'}.`);
};

/** Sends a workbook as a download; a browser never shows it in place. */
export const sendWorkbook = (response: Response, fileName: string, bytes: Uint8Array): void => {
  response.type(XLSX).attachment(fileName).send(Buffer.from(bytes));
};
