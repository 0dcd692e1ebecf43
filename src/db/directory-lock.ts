import { linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../errors.ts';

/** Locks of this very process: a process id alone cannot tell them from those of a dead namesake. */
const held = new Set<string>();

/**
 * Takes the lock beside a database directory, because PGlite takes none: two processes on one directory lose rows
 * silently. Returns the release. Throws DATABASE_LOCKED while a living process holds it; a dead one's is taken over.
 */
export const lockDirectory = (directory: string): (() => void) => {
  const file = `${path.resolve(directory)}.lock`;
  mkdirSync(path.dirname(file), { recursive: true });
  while (!createLock(file)) removeDeadLock(file, directory);
  held.add(file);
  return () => {
    if (held.delete(file)) unlinkSync(file);
  };
};

/** Linking a finished file is atomic: nobody ever sees a lock without its owner. */
const createLock = (file: string): boolean => {
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, identityOf(process.pid));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
};

const removeDeadLock = (file: string, directory: string): void => {
  const owner = readOwner(file);
  if (owner === null) return;
  if (isAlive(owner, file)) throw lockedBy(owner, directory);
  const grave = `${file}.${process.pid}`;
  try {
    renameSync(file, grave);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return;
    throw error;
  }
  // Between reading and moving somebody else may have taken it over: give that one back.
  if (readOwner(grave) !== owner) linkSync(grave, file);
  unlinkSync(grave);
};

const lockedBy = (owner: string, directory: string): AppError =>
  new AppError(
    'DATABASE_LOCKED',
    `The database in ${directory} is in use by another Keepable process (process ${owner.split(' ')[0]}). Stop that one first, or set DATA_DIR to another directory.`,
  );

const readOwner = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null;
    throw error;
  }
};

const isAlive = (owner: string, file: string): boolean => {
  const pid = Number(owner.split(' ')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  if (pid === process.pid) return held.has(file);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (isErrno(error, 'ESRCH')) return false;
  }
  return identityOf(pid) === owner;
};

/** Process id and, where /proc tells, its start: ids are used again, above all in containers. */
const identityOf = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return `${pid}`;
  }
};

const isErrno = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException | null)?.code === code;
