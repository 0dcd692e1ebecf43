#!/usr/bin/env node
import type { Processes } from './cli/command-line.ts';
import { runCommandLine } from './cli/command-line.ts';
import { AppError } from './errors.ts';

const notYet = (name: string) => (): Promise<never> =>
  Promise.reject(new AppError('USAGE', `keepable ${name} is not part of this version yet.`));

/** The composition root: the one place that wires the long-running processes and hands them to the command line. */
const processes: Processes = {
  demo: notYet('demo'),
  serve: notYet('serve'),
  worker: notYet('worker'),
  migrate: notYet('migrate'),
  doctor: notYet('doctor'),
};

process.exitCode = await runCommandLine(process.argv.slice(2), processes);
