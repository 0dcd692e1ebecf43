import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { printAudit } from '../../src/cli/audit-export.ts';
import { appendAudit, checkAudit, readAudit } from '../../src/db/audit-log.ts';
import type { AuditEntry } from '../../src/db/audit-log.ts';
import type { Database } from '../../src/db/database.ts';
import { connectInstall, forgetInstall } from '../../src/db/installs.ts';
import { asInstall } from '../../src/db/roles.ts';
import { freshDatabase } from '../support/database.ts';

const entry = (what: string): AuditEntry => ({
  at: '2026-03-02T15:14:00.000Z',
  who: 'line1@example.com',
  what,
  dealId: '7',
  askKey: 'task/sign-off/planner/CAPACITY_SHORT/1',
  revisionId: 'r1',
});

describe('the audit log', () => {
  let db: Database;
  let account = 0;
  let id: number;
  beforeAll(async () => {
    db = await freshDatabase();
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    account += 1;
    ({ id } = await connectInstall(db.kysely, { crm: 'hubspot', account: String(account) }));
    for (const what of ['asked', 'reminded', 'answered yes'])
      await asInstall(db.kysely, id, (tx) => appendAudit(tx, id, [entry(what)]));
  });

  const check = () => asInstall(db.kysely, id, (tx) => checkAudit(tx, id));
  /** The owner of the tables, past the trigger: somebody with the keys of the database. */
  const tamper = async (change: (id: number) => ReturnType<typeof sql>): Promise<void> => {
    await sql`alter table audit_log disable trigger audit_never_changes`.execute(db.kysely);
    await change(id).execute(db.kysely);
    await sql`alter table audit_log enable trigger audit_never_changes`.execute(db.kysely);
  };

  it('chains every entry to the one before, also those that are written at the same time', async () => {
    await Promise.all(
      ['a', 'b', 'c', 'd'].map((what) =>
        asInstall(db.kysely, id, (tx) => appendAudit(tx, id, [entry(what), entry(what)])),
      ),
    );
    expect(await check()).toEqual({ entries: 11, brokenAt: null });
    const rows = await asInstall(db.kysely, id, (tx) => readAudit(tx, { after: 0, limit: 100 }));
    expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('is never changed by the service', async () => {
    const change = asInstall(db.kysely, id, (tx) => tx.updateTable('audit_log').set({ what: 'x' }).execute());
    await expect(change).rejects.toMatchObject({ code: '42501' });
    const drop = asInstall(db.kysely, id, (tx) => tx.deleteFrom('audit_log').execute());
    await expect(drop).rejects.toMatchObject({ code: '42501' });
  });

  it.each([
    [
      'a changed text',
      (mine: number) => sql`update audit_log set what = 'answered no' where seq = 2 and install_id = ${mine}`,
      2,
    ],
    [
      'another author',
      (mine: number) => sql`update audit_log set who = 'boss@example.com' where seq = 3 and install_id = ${mine}`,
      3,
    ],
    [
      'another time',
      (mine: number) => sql`update audit_log set at = at + interval '1 hour' where seq = 1 and install_id = ${mine}`,
      1,
    ],
    [
      'an entry that was taken out',
      (mine: number) => sql`delete from audit_log where seq = 2 and install_id = ${mine}`,
      2,
    ],
    ['an end that was cut off', (mine: number) => sql`delete from audit_log where seq = 3 and install_id = ${mine}`, 3],
    [
      'an entry that was added',
      (mine: number) =>
        sql`insert into audit_log select install_id, 4, at, who, what, deal_id, ask_key, revision_id, hash, 'h' from audit_log where seq = 3 and install_id = ${mine}`,
      4,
    ],
  ])('shows %s', async (_what, change, brokenAt) => {
    expect(await check()).toEqual({ entries: 3, brokenAt: null });
    await tamper(change);
    expect((await check()).brokenAt).toBe(brokenAt);
  });

  it('goes away with its account, and with nothing else', async () => {
    await forgetInstall(db.kysely, { crm: 'hubspot', account: String(account) });
    const { rows } = await sql`select from audit_log where install_id = ${id}`.execute(db.kysely);
    expect(rows).toEqual([]);
  });

  it('is printed as CSV that no spreadsheet calculates, or as one JSON document per line', async () => {
    const hostile = entry('=HYPERLINK("x","y")');
    await asInstall(db.kysely, id, (tx) => appendAudit(tx, id, [hostile, entry('asked, "again"')]));
    const lines: string[] = [];
    const terminal = { out: (text: string) => void lines.push(text), err: () => undefined };
    await printAudit(db, { installId: id, format: 'csv' }, terminal);
    expect(lines[0]).toBe('seq,at,who,what,dealId,askKey,revisionId,previousHash,hash');
    expect(lines[4]).toContain(`,"'=HYPERLINK(""x"",""y"")",`);
    expect(lines[5]).toContain(',"asked, ""again""",');
    lines.length = 0;
    await printAudit(db, { installId: id, format: 'jsonl' }, terminal);
    const rows = lines.map((line) => JSON.parse(line) as Record<'what' | 'hash' | 'previousHash', string>);
    expect(rows.slice(3).map(({ what }) => what)).toEqual(['=HYPERLINK("x","y")', 'asked, "again"']);
    expect(rows[4]?.previousHash).toBe(rows[3]?.hash);
    await expect(printAudit(db, { installId: id, format: 'xml' }, terminal)).rejects.toMatchObject({ code: 'USAGE' });
  });
});
