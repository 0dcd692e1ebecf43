import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { inspectInChild } from '../../src/sheet/parse-in-child.ts';
import { HOSTILE_FILES } from '../support/hostile-files.ts';

/** Processes that this one has started and that still run. */
const children = (): string[] => {
  const listed = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  return listed.split('\n').filter((line) => line.includes('parse-child'));
};

/** What the planner is told: a refusal, or the limit that was hit. */
const told = async (bytes: Uint8Array, fileName: string): Promise<string> => {
  try {
    const { refusal } = await inspectInChild(bytes, fileName);
    return refusal ?? '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
};

describe('files that are out to do harm, read as the server reads them', () => {
  it.each(HOSTILE_FILES.map((file) => [file.what, file] as const))(
    'ends %s in a sentence and leaves no child behind',
    async (_what, { build, fileName, says }) => {
      expect(await told(build(), fileName)).toMatch(says);
      expect(children()).toEqual([]);
    },
    120_000,
  );
});
