import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { inspectInChild } from '../../src/sheet/parse-in-child.ts';
import { HOSTILE_FILES } from '../support/hostile-files.ts';
import { bigText, bigWorkbook } from './sheet-files.ts';

type Say = (text: string) => void;
type Run = { ms: number; mb: number };

const READ_ONCE = fileURLToPath(new URL('read-once.ts', import.meta.url));
const ROUNDS = 5;

const runOnce = (way: string, file: string): Run => {
  const out = execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', READ_ONCE, way, file]);
  // The process is our own: it prints the two numbers of a run.
  return JSON.parse(out.toString()) as Run;
};

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Bare parser and ours by turns, so that a busy machine slows both. */
const compare = (file: string, bare: string, ways: string[]): Map<string, Run> => {
  const runs = new Map<string, Run[]>([bare, ...ways].map((way) => [way, []]));
  for (let round = 0; round < ROUNDS; round += 1) for (const [way, found] of runs) found.push(runOnce(way, file));
  return new Map(
    [...runs].map(([way, found]) => [
      way,
      { ms: median(found.map(({ ms }) => ms)), mb: median(found.map(({ mb }) => mb)) },
    ]),
  );
};

const report = (what: string, runs: Map<string, Run>, say: Say): void => {
  const [[, bare] = ['', { ms: 1, mb: 1 }], ...ours] = [...runs];
  for (const [way, { ms, mb }] of ours)
    say(
      `${what}, ${way}: ${ms.toFixed(0)} ms of processor time and ${mb.toFixed(0)} MB, bare parser ${bare.ms.toFixed(0)} ms and ${bare.mb.toFixed(0)} MB: ${(ms / bare.ms).toFixed(2)} x the time, ${(mb / bare.mb).toFixed(2)} x the memory (aim 1.5 x)`,
    );
};

/** A large workbook and a large text file against the bare parsers, each run in a process of its own. */
export const benchSheets = (say: Say): void => {
  const directory = mkdtempSync(path.join(tmpdir(), 'keepable-sheets-'));
  const [workbook, text] = [path.join(directory, 'big.xlsx'), path.join(directory, 'big.csv')];
  writeFileSync(workbook, bigWorkbook(50_000));
  writeFileSync(text, bigText(200_000));
  report('50,000-row workbook', compare(workbook, 'workbook', ['inspect', 'read']), say);
  report('200,000-row text file', compare(text, 'text', ['inspect']), say);
  rmSync(directory, { recursive: true, force: true });
};

const NS_PER_MS = 1e6;
const MB = 1024 * 1024;

const childrenLeft = (): number =>
  execFileSync('ps', ['-o', 'args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('parse-child')).length;

/** Every hostile file one after the other, as the server reads them: what it costs this process. */
export const benchHostile = async (say: Say): Promise<void> => {
  const files = HOSTILE_FILES.map(({ what, fileName, build }) => ({ what, fileName, bytes: build() }));
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  const lag = monitorEventLoopDelay({ resolution: 5 });
  lag.enable();
  for (const { what, fileName, bytes } of files) {
    const startedAt = performance.now();
    const told = await inspectInChild(bytes, fileName).then(
      ({ refusal }) => refusal,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    say(`hostile, ${what}: ${(performance.now() - startedAt).toFixed(0)} ms, "${told ?? ''}"`);
  }
  lag.disable();
  clearInterval(watch);
  say(
    `hostile files: this process grew by ${((most - before) / MB).toFixed(0)} MB (aim 200), event-loop lag p99 ${(lag.percentile(99) / NS_PER_MS - 5).toFixed(1)} ms, max ${(lag.max / NS_PER_MS - 5).toFixed(0)} ms (aim p99 50 ms), ${childrenLeft()} children left`,
  );
};
