import { writeFile } from 'node:fs/promises';
import { AppError, systemCode } from '../errors.ts';
import { writeTemplate } from '../sheet/write-workbook.ts';
import { EXIT } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

/** `keepable sheet template`: writes an empty workbook; a file that is there already is never overwritten. */
export const writeTemplateFile = async (path: string, terminal: Terminal): Promise<number> => {
  try {
    await writeFile(path, await writeTemplate(), { flag: 'wx' });
  } catch (cause) {
    const exists = systemCode(cause) === 'EEXIST';
    const why = exists
      ? 'there is a file of that name already'
      : `it cannot be written (${systemCode(cause) ?? 'unknown'})`;
    throw new AppError('INPUT_UNREADABLE', `${path}: ${why}. Choose another name.`, { cause });
  }
  terminal.out(`${path} is ready: fill in Products, Resources, Calendar and Commitments, then try`);
  terminal.out(`  npx keepable sheet validate ${path}`);
  return EXIT.done;
};
