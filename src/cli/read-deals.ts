import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Deal } from '../deal/deal.ts';
import { AppError, systemCode } from '../errors.ts';

/** A deal that could be read, or the sentence that says why not. */
export type DealReading = { deal: Deal } | { problem: string; line: number };

const readText = async (path: string, what: string): Promise<string> => {
  try {
    return (await readFile(path, 'utf8')).replace(/^\ufeff/, '');
  } catch (cause) {
    const code = systemCode(cause);
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code ?? 'unknown'})`;
    throw new AppError('INPUT_UNREADABLE', `${path}: ${why}. Name a file with ${what}.`, { cause });
  }
};

const fieldOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');

const parseDeal = (text: string, where: string): { deal: Deal } | { problem: string } => {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return { problem: `${where}: this is not JSON (${error instanceof Error ? error.message : String(error)}).` };
  }
  const parsed = Deal.safeParse(raw);
  if (parsed.success) return { deal: parsed.data };
  const issue = parsed.error.issues[0];
  const field = issue ? fieldOf(issue.path) : '';
  return {
    problem: `${where}: ${field === '' ? 'the deal' : `the field ${field}`} is not usable: ${issue?.message ?? z.prettifyError(parsed.error)}.`,
  };
};

/** The deal in a JSON file. Throws INPUT_UNREADABLE with file and field. */
export const readDeal = async (path: string): Promise<Deal> => {
  const reading = parseDeal(await readText(path, 'one deal as JSON'), path);
  if ('deal' in reading) return reading.deal;
  throw new AppError('INPUT_UNREADABLE', reading.problem);
};

/** The deals of a JSON-lines file; a line that cannot be read keeps its place. */
export const readDeals = async (path: string): Promise<DealReading[]> => {
  const lines = (await readText(path, 'one deal per line')).split(/\r?\n/);
  return lines.flatMap((line, index): DealReading[] => {
    if (line.trim() === '') return [];
    const reading = parseDeal(line, `${path} line ${index + 1}`);
    return ['deal' in reading ? reading : { ...reading, line: index + 1 }];
  });
};
