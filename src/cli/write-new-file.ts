import { writeFile } from 'node:fs/promises';
import { AppError, systemCode } from '../errors.ts';

/** Writes a file; one that is there already is never overwritten. Throws INPUT_UNREADABLE with the reason. */
export const writeNewFile = async (path: string, content: Uint8Array | string): Promise<void> => {
  try {
    await writeFile(path, content, { flag: 'wx' });
  } catch (cause) {
    const exists = systemCode(cause) === 'EEXIST';
    const why = exists
      ? 'there is a file of that name already'
      : `it cannot be written (${systemCode(cause) ?? 'unknown'})`;
    throw new AppError('INPUT_UNREADABLE', `${path}: ${why}. Choose another name.`, { cause });
  }
};
