import { readFile } from 'node:fs/promises';
import { AppError, systemCode } from '../../errors.ts';
import { SheetMapping } from './sheet-mapping.ts';

const unusable = (path: string, why: string, cause?: unknown): AppError =>
  new AppError('INPUT_UNREADABLE', `${path}: ${why}`, { cause });

const parse = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unusable(path, 'it is no JSON document. Save one with keepable sheet inspect --save-mapping.', cause);
  }
};

/** Reads a saved mapping. Throws INPUT_UNREADABLE with the entry that cannot be used. */
export const readMappingFile = async (path: string): Promise<SheetMapping> => {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw unusable(path, `it cannot be read (${systemCode(cause) ?? 'unknown'}).`, cause);
  });
  const parsed = SheetMapping.safeParse(parse(path, text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw unusable(path, `${issue?.path.join('.') ?? ''} is no part of a mapping: ${issue?.message ?? ''}.`);
};

/** A mapping as it is saved: one that people can read and edit. */
export const mappingText = (mapping: SheetMapping): string => `${JSON.stringify(mapping, null, 2)}\n`;
