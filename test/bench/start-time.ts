import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Milliseconds from `npm start` in an empty directory to the line that names the page. */
export const timeToReady = async (): Promise<number> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'keepable-start-'));
  const env = { ...process.env, DATA_DIR: path.join(directory, 'data'), PORT: '0', SANDBOX_PORT: '0' };
  const startedAt = performance.now();
  const demo = spawn(process.execPath, ['src/main.ts', 'demo'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => demo.once('exit', resolve));
  try {
    let printed = '';
    for await (const chunk of demo.stdout) {
      printed += String(chunk);
      if (printed.includes('is ready')) return performance.now() - startedAt;
    }
    throw new Error(`The demo ended before it was ready: ${printed}`);
  } finally {
    demo.kill('SIGINT');
    await ended;
    rmSync(directory, { recursive: true, force: true });
  }
};
