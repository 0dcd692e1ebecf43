import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Proves the harness: each sabotaged copy of the product must turn it red. A sabotage whose text is no longer found in the
 * source fails too, so that this list cannot rot.
 */
type Sabotage = { name: string; edits: { file: string; from: string | RegExp; to: string }[]; run: string[] };

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const STORM = ['test/faults/run.ts', '--kills', '8', '--database-crashes', '1', '--race-rounds', '0'];

const SABOTAGES: Sabotage[] = [
  {
    name: 'acknowledge before the commit',
    edits: [
      {
        file: 'webhooks/receive.ts',
        from: 'await store(events);',
        to: 'setTimeout(() => void store(events).catch(() => undefined), 300);',
      },
    ],
    run: [...STORM, '--engine', 'pglite'],
  },
  {
    name: 'create instead of upsert: a new key each time',
    edits: [
      {
        file: 'src/inbox/planned-writes.ts',
        from: 'externalKey: before?.externalKey ?? externalKeyOf(account, dealId, writeBack.key),',
        to: 'externalKey: externalKeyOf(account, dealId, writeBack.key + String(Math.random())),',
      },
    ],
    run: [...STORM, '--engine', 'pglite'],
  },
  {
    name: 'no stale check: what changed while in work is forgotten',
    edits: [
      { file: 'src/db/deal-work.ts', from: 'w.version = w.claimed_version as is_latest', to: 'true as is_latest' },
    ],
    run: [...STORM, '--engine', 'pglite'],
  },
  {
    name: 'no fencing: a zombie writes and finishes as if the lease were its own',
    edits: [
      {
        file: 'src/db/deal-work.ts',
        from: /\.where\('lease_id', '=', leaseId\)\n\s+\.where\('lease_until', '>', now\)\n\s+\.forUpdate\(\)/,
        to: '.forUpdate()',
      },
      {
        file: 'src/inbox/deal-records.ts',
        from: 'if (held.size === 0) throw',
        to: 'deals.forEach(({ dealId }) => held.add(dealId));\n  if (held.size === 0) throw',
      },
      {
        file: 'src/inbox/settle-work.ts',
        from: 'await distrustWrites(',
        to: 'if (lost.length < 0) await distrustWrites(',
      },
      {
        file: 'src/inbox/settle-work.ts',
        from: 'await markDirty(tx, lost',
        to: 'if (lost.length < 0) await markDirty(tx, lost',
      },
    ],
    run: [...STORM, '--kills', '1', '--engine', 'postgres'],
  },
  {
    name: 'a lock around the refresh that ends before the refresh does',
    edits: [{ file: 'src/db/installs.ts', from: ".select('tokens').forNoKeyUpdate()", to: ".select('tokens')" }],
    run: ['test/faults/run.ts', '--kills', '0', '--race-rounds', '10', '--engine', 'postgres'],
  },
];

const COPIED = ['src', 'webhooks', 'test', 'app-manifest', 'package.json', 'tsconfig.json'];

const sabotagedCopy = ({ edits }: Sabotage): string => {
  const root = mkdtempSync(path.join(tmpdir(), 'keepable-sabotage-'));
  for (const name of COPIED) {
    cpSync(name, path.join(root, name), { recursive: true, filter: (from) => !from.includes('node_modules') });
  }
  symlinkSync(path.resolve('node_modules'), path.join(root, 'node_modules'));
  for (const { file, from, to } of edits) {
    const before = readFileSync(path.join(root, file), 'utf8');
    const after = before.replace(from, () => to);
    if (after === before) throw new Error(`The sabotage of ${file} no longer fits the source: ${String(from)}`);
    writeFileSync(path.join(root, file), after);
  }
  return root;
};

/** True when the harness notices. */
const turnsRed = (sabotage: Sabotage): boolean => {
  const root = sabotagedCopy(sabotage);
  const { status, stdout } = spawnSync(process.execPath, [...sabotage.run, '--root', root], { encoding: 'utf8' });
  rmSync(root, { recursive: true, force: true });
  say(
    `${status === 0 ? 'NOT NOTICED' : 'red'}: ${sabotage.name}\n  ${stdout.trim().split('\n').slice(0, 4).join('\n  ')}`,
  );
  return status === 1;
};

const hasPostgres = (process.env['TEST_DATABASE_URL'] ?? '') !== '';
const only = process.argv[2];
const chosen = SABOTAGES.filter(
  ({ run, name }) => (hasPostgres || !run.includes('postgres')) && (!only || name.includes(only)),
);
const unnoticed = chosen.filter((sabotage) => !turnsRed(sabotage));
say(`${chosen.length - unnoticed.length} of ${chosen.length} sabotages turn the harness red`);
process.exitCode = unnoticed.length === 0 ? 0 : 1;
