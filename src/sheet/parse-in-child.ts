import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AppError } from '../errors.ts';
import type { DraftChoices, DraftReading } from './read-draft.ts';
import type { SheetMapping } from './mapping/sheet-mapping.ts';
import type { WorkbookReading } from './read-workbook.ts';
import type { Inspection } from './understand/inspect-workbook.ts';

const CHILD = fileURLToPath(new URL('parse-child.ts', import.meta.url));

/** A 648 KB workbook that inflates to 400 MB took a parser to 1.3 GB: the child may use this much heap and no more. */
const HEAP_LIMIT_MB = 768;
const TIME_LIMIT_MS = 60_000;
/** Larger files are refused before anything is parsed. */
const MAX_FILE_BYTES = 50 * 1024 * 1024;
/** Facts of the largest sheet we serve take far less. */
const MAX_RESULT_BYTES = 256 * 1024 * 1024;

type ParseLimits = { timeMs: number; heapMb: number };

type Ending = { code: number | null; timedOut: boolean; output: string };

const collect = (child: ChildProcess, limits: ParseLimits): Promise<Ending> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, limits.timeMs);
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_RESULT_BYTES) child.kill('SIGKILL');
      else chunks.push(chunk);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, timedOut, output: Buffer.concat(chunks).toString('utf8') });
    });
  });

type Task = { name: 'read' | 'inspect' | 'draft' | 'map' | 'mark'; choices?: string };

const startChild = ({ name, choices }: Task, fileName: string, limits: ParseLimits): ChildProcess =>
  spawn(
    process.execPath,
    [
      `--max-old-space-size=${limits.heapMb}`,
      '--disable-warning=ExperimentalWarning',
      CHILD,
      name,
      fileName,
      choices ?? '',
    ],
    {
      stdio: ['pipe', 'pipe', 'ignore'],
      // The child needs nothing from our environment, least of all its secrets.
      env: {},
    },
  );

const tooMuch = (fileName: string, why: string): AppError =>
  new AppError('SHEET_UNREADABLE', `${fileName} ${why}. Remove what is not part of the capacity sheet and try again.`);

const DEFAULT_LIMITS: ParseLimits = { timeMs: TIME_LIMIT_MS, heapMb: HEAP_LIMIT_MB };

/** Each child may take much memory: so many run side by side, the others wait their turn. */
const MOST_CHILDREN = 2;
const turns: { running: number; waiting: (() => void)[] } = { running: 0, waiting: [] };

const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  if (turns.running >= MOST_CHILDREN) await new Promise<void>((resolve) => turns.waiting.push(resolve));
  else turns.running += 1;
  try {
    return await work();
  } finally {
    const next = turns.waiting.shift();
    if (next) next();
    else turns.running -= 1;
  }
};

const runInChild = async (
  task: Task,
  file: { bytes: Uint8Array; fileName: string },
  limits: ParseLimits,
): Promise<string> => {
  const { bytes, fileName } = file;
  if (bytes.length > MAX_FILE_BYTES) throw tooMuch(fileName, 'is larger than 50 MB');
  return inTurn(() => outputOf(startChild(task, fileName, limits), file, limits));
};

const outputOf = async (
  child: ChildProcess,
  { bytes, fileName }: { bytes: Uint8Array; fileName: string },
  limits: ParseLimits,
): Promise<string> => {
  // A child that dies early closes its input; how it ended is told by its exit.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(bytes);
  const { code, timedOut, output } = await collect(child, limits);
  if (timedOut) throw tooMuch(fileName, `took longer than ${Math.round(limits.timeMs / 1000)} seconds to read`);
  if (code !== 0) throw tooMuch(fileName, 'needs more memory to read than a capacity sheet should');
  return output;
};

/**
 * Reads a workbook in a child process with a memory and a time limit, so that no file can take the server down
 * (reliability, "Sheets are parsed in a capped child process"). Throws SHEET_UNREADABLE when a limit is hit.
 */
export const parseInChild = async (
  bytes: Uint8Array,
  fileName: string,
  limits: ParseLimits = DEFAULT_LIMITS,
): Promise<WorkbookReading> =>
  // The child is our own code: its output has the type that it was written with.
  JSON.parse(await runInChild({ name: 'read' }, { bytes, fileName }, limits)) as WorkbookReading;

/** Inspects any workbook under the same limits. Throws SHEET_UNREADABLE when a limit is hit. */
export const inspectInChild = async (
  bytes: Uint8Array,
  fileName: string,
  limits: ParseLimits = DEFAULT_LIMITS,
): Promise<Inspection> => JSON.parse(await runInChild({ name: 'inspect' }, { bytes, fileName }, limits)) as Inspection;

/** Reads an upload with a planner's decisions, under the same limits. Throws SHEET_UNREADABLE when a limit is hit. */
export const draftInChild = async (
  { bytes, fileName, choices }: { bytes: Uint8Array; fileName: string; choices: DraftChoices },
  limits: ParseLimits = DEFAULT_LIMITS,
): Promise<DraftReading> =>
  JSON.parse(
    await runInChild({ name: 'draft', choices: JSON.stringify(choices) }, { bytes, fileName }, limits),
  ) as DraftReading;

/** Reads a workbook of any shape by a mapping (null = by what is understood), under the same limits. */
export const mapInChild = async (
  { bytes, fileName, mapping }: { bytes: Uint8Array; fileName: string; mapping: SheetMapping | null },
  limits: ParseLimits = DEFAULT_LIMITS,
): Promise<WorkbookReading> =>
  JSON.parse(
    await runInChild({ name: 'map', choices: JSON.stringify(mapping) }, { bytes, fileName }, limits),
  ) as WorkbookReading;

/** The planner's workbook with its problems marked, under the same limits. */
export const markInChild = async (
  { bytes, fileName, mapping }: { bytes: Uint8Array; fileName: string; mapping: SheetMapping | null },
  limits: ParseLimits = DEFAULT_LIMITS,
): Promise<Uint8Array> => {
  const output = await runInChild({ name: 'mark', choices: JSON.stringify(mapping) }, { bytes, fileName }, limits);
  return new Uint8Array(Buffer.from(JSON.parse(output) as string, 'base64'));
};
