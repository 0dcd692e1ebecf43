import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process of the product that the harness may kill. */
export type ServiceProcess = {
  child: ChildProcess;
  /** SIGKILL, and wait until it is gone. */
  kill: () => Promise<void>;
  /** A polite end; the exit code. */
  stop: () => Promise<number | null>;
  /** Resolves when it is gone, however that came. */
  gone: Promise<void>;
};

export type ServiceCommand = {
  root: string;
  command: 'serve' | 'worker';
  env: Record<string, string>;
  logFile: string;
};

/** Starts `keepable serve` or `keepable worker` as production does. */
export const startProcess = ({ root, command, env, logFile }: ServiceCommand): ServiceProcess => {
  const child = spawn(process.execPath, [path.join(root, 'src/main.ts'), command], {
    cwd: root,
    env: { PATH: process.env['PATH'], LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(logFile, { flags: 'a' });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const gone = once(child, 'exit').then(() => undefined);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await gone;
  };
  return {
    child,
    gone,
    kill: () => end('SIGKILL'),
    stop: async () => {
      await end('SIGTERM');
      return child.exitCode;
    },
  };
};

/** Waits until the service can store events; false when it died before. */
export const untilReady = async (url: string, service: ServiceProcess, timeoutMs = 30_000): Promise<boolean> => {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end && service.child.exitCode === null && service.child.signalCode === null) {
    const answer = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(2000) }).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return true;
    await sleep(30);
  }
  return false;
};

/** A port that nobody listens on right now. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};
