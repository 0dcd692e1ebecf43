import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckResult } from '../../src/checks/check-result.ts';
import type { Processes } from '../../src/cli/command-line.ts';
import { runCommandLine } from '../../src/cli/command-line.ts';

const unused = (): Promise<never> => Promise.reject(new Error('a check starts no process'));

const NO_PROCESSES: Processes = {
  demo: unused,
  serve: unused,
  worker: unused,
  migrate: unused,
  doctor: unused,
  deadLetters: unused,
  connectSalesforce: unused,
  newSalesforceKey: unused,
};

export type Run = { exitCode: number; out: string; err: string };

/** Runs `keepable` in this process and collects what it prints. */
export const runKeepable = async (args: string[]): Promise<Run> => {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = { out: (text: string) => out.push(text), err: (text: string) => err.push(text) };
  const exitCode = await runCommandLine(args, NO_PROCESSES, {
    out: (text) => void terminal.out(text),
    err: (text) => void terminal.err(text),
  });
  return { exitCode, out: out.join('\n'), err: err.join('\n') };
};

/** Gives a directory with these files to the work and removes it afterwards. */
export const withFiles = async <T>(
  files: Record<string, string | Uint8Array>,
  work: (path: (name: string) => string) => Promise<T>,
): Promise<T> => {
  const directory = await mkdtemp(join(tmpdir(), 'keepable-check-'));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
    return await work((name) => join(directory, name));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};

/** Checks deals against a workbook through `check --deals --json`. */
export const checkAll = (deals: unknown[], workbook: Uint8Array): Promise<CheckResult[]> =>
  withFiles(
    { 'deals.jsonl': deals.map((deal) => JSON.stringify(deal)).join('\n'), 'sheet.xlsx': workbook },
    async (path) => {
      const { out } = await runKeepable([
        'check',
        '--deals',
        path('deals.jsonl'),
        '--sheet',
        path('sheet.xlsx'),
        '--json',
      ]);
      // One result per line is what the contract promises; the fields are compared by the tests.
      return out.split('\n').map((line) => JSON.parse(line) as CheckResult);
    },
  );
