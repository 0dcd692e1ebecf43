import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { lockDirectory } from '../../src/db/directory-lock.ts';

const aDirectory = (): string => path.join(mkdtempSync(path.join(tmpdir(), 'keepable-lock-')), 'db');

describe('the lock beside a database directory', () => {
  it('refuses a second holder in one sentence, and lets go', () => {
    const directory = aDirectory();
    const unlock = lockDirectory(directory);
    expect(() => lockDirectory(directory)).toThrow(expect.objectContaining({ code: 'DATABASE_LOCKED' }));
    unlock();
    expect(existsSync(`${directory}.lock`)).toBe(false);
    lockDirectory(directory)();
  });

  it('refuses while another process lives, and takes over from a dead one', async () => {
    const directory = aDirectory();
    const other = spawn('sleep', ['60']);
    writeFileSync(`${directory}.lock`, String(other.pid));
    // A bare process id is what a system without /proc writes: here it has another identity and counts as reused.
    lockDirectory(directory)();

    const script = `const { lockDirectory } = await import(${JSON.stringify(new URL('../../src/db/directory-lock.ts', import.meta.url).href)});
      lockDirectory(${JSON.stringify(directory)}); console.log('locked'); setInterval(() => undefined, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', script]);
    await once(holder.stdout, 'data');
    expect(() => lockDirectory(directory)).toThrow(new RegExp(`in use.*process ${holder.pid}`));
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    lockDirectory(directory)();
    other.kill();
    await once(other, 'exit');
  });

  it('takes over from a namesake: the same process id after a restart of the machine', () => {
    const directory = aDirectory();
    writeFileSync(`${directory}.lock`, `${process.ppid} 1`);
    lockDirectory(directory)();
  });
});
