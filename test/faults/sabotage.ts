import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Proves the harness: each sabotaged copy of the product must turn it red. A sabotage whose text is no longer found in the
 * source fails too, so that this list cannot rot.
 */
type Sabotage = { name: string; edits: { file: string; from: string | RegExp; to: string }[]; run: string[] };

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const storm = (part: 'pglite' | 'postgres', kills: number): string[] => [
  ...['test/faults/run.ts', '--parts', part, '--kills', String(kills), '--database-crashes', '0'],
];

/** Without the poll, which would repair some of what is broken before anybody looks. */
const NO_POLL = {
  file: 'src/inbox/reconcile.ts',
  from: 'const EVERY_MS = 45_000;',
  to: 'const EVERY_MS = 45_000_000;',
};

const LOCK_FOR_A_SECOND = `
const lockForASecond = async (db: Kysely<Schema>, installId: number): Promise<() => Promise<unknown>> => {
  const hold = (until: Date | null, ifFree: boolean) => asInstall(db, installId, (tx) => tx.updateTable('installs')
    .set({ reconciling_until: until }).$if(ifFree, (free) => free.where((where) =>
      where.or([where('reconciling_until', 'is', null), where('reconciling_until', '<=', new Date())]))).executeTakeFirst());
  for (;;) {
    const taken = await hold(new Date(Date.now() + 1000), true);
    if (taken.numUpdatedRows > 0n) return () => hold(null, false);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};`;

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
    run: storm('pglite', 4),
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
    run: storm('pglite', 4),
  },
  {
    name: 'no stale check: what changed while in work is forgotten',
    edits: [
      { file: 'src/db/deal-work.ts', from: 'w.version = w.claimed_version as is_latest', to: 'true as is_latest' },
      NO_POLL,
    ],
    run: storm('pglite', 0),
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
      { file: 'src/inbox/deal-records.ts', from: 'if (held.length === 0) throw leaseLost();', to: '' },
      { file: 'src/inbox/settle-work.ts', from: 'await checkAgain(', to: 'if (lost.length < 0) await checkAgain(' },
      NO_POLL,
    ],
    run: storm('postgres', 0),
  },
  {
    name: 'a lock with a time to live around the refresh',
    edits: [
      {
        file: 'src/db/installs.ts',
        from: /asInstall\(db, installId, async \(tx\) => \{\s+(const row = [^;]+)\.forNoKeyUpdate\(\)/,
        to: 'lockForASecond(db, installId).then((unlock) => asInstall(db, installId, async (tx) => {\n$1',
      },
      { file: 'src/db/installs.ts', from: /return after;\s+\}\),/, to: 'return after;\n}).finally(unlock)),' },
      { file: 'src/db/installs.ts', from: '/** Deletes everything of an account', to: `${LOCK_FOR_A_SECOND}\n$&` },
    ],
    // In the twentieth round HubSpot takes longer than that.
    run: ['test/faults/run.ts', '--parts', 'race', '--race-rounds', '20'],
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
    const after = before.replace(from, to);
    if (after === before) throw new Error(`The sabotage of ${file} no longer fits the source: ${String(from)}`);
    writeFileSync(path.join(root, file), after);
  }
  return root;
};

type Run = { isRed: boolean; said: string };

/** Exit code 1 is the harness's word for broken promises; anything else is a fault of its own. */
const runHarness = (root: string, args: string[]): Promise<Run> =>
  new Promise((resolve) => {
    execFile(process.execPath, [...args, '--root', root], (error, stdout, stderr) =>
      resolve({ isRed: error?.code === 1 && stdout.includes('promises broken'), said: `${stdout}${stderr}`.trim() }),
    );
  });

/** True when the harness notices. */
const turnsRed = async (sabotage: Sabotage): Promise<boolean> => {
  const root = sabotagedCopy(sabotage);
  const { isRed, said } = await runHarness(root, sabotage.run);
  rmSync(root, { recursive: true, force: true });
  say(`${isRed ? 'red' : 'NOT NOTICED'}: ${sabotage.name}\n  ${said.split('\n').slice(0, 4).join('\n  ')}`);
  return isRed;
};

const hasPostgres = (process.env['TEST_DATABASE_URL'] ?? '') !== '';
const only = process.argv[2];
const needsPostgres = ({ run }: Sabotage): boolean => !run.includes('pglite');
const chosen = SABOTAGES.filter(
  (sabotage) => (hasPostgres || !needsPostgres(sabotage)) && (!only || sabotage.name.includes(only)),
);
/** One after the other on each engine, both engines at the same time. */
const inTurn = async (sabotages: Sabotage[]): Promise<number> => {
  let noticed = 0;
  for (const sabotage of sabotages) if (await turnsRed(sabotage)) noticed += 1;
  return noticed;
};
const [onPglite, onPostgres] = await Promise.all([
  inTurn(chosen.filter((sabotage) => !needsPostgres(sabotage))),
  inTurn(chosen.filter(needsPostgres)),
]);
const noticed = onPglite + onPostgres;
if (!hasPostgres) say('no TEST_DATABASE_URL: the sabotages that only PostgreSQL shows were not run');
say(`${noticed} of ${chosen.length} sabotages turn the harness red`);
process.exitCode = noticed === chosen.length && noticed > 0 ? 0 : 1;
