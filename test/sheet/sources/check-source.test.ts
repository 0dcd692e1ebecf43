import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { latestDraft } from '../../../src/db/sheet-drafts.ts';
import type { Database } from '../../../src/db/database.ts';
import { rememberShown } from '../../../src/db/deals-shown.ts';
import { connectInstall } from '../../../src/db/installs.ts';
import { asInstall } from '../../../src/db/roles.ts';
import type { Tx } from '../../../src/db/roles.ts';
import { rememberChoices } from '../../../src/db/sheet-mappings.ts';
import { claimSource, readSource, setSource, sourceFailingSince } from '../../../src/db/sheet-sources.ts';
import { listSheetVersions } from '../../../src/db/sheet-versions.ts';
import { readStatus } from '../../../src/db/status.ts';
import { createLogger } from '../../../src/logger.ts';
import { suggestMapping } from '../../../src/sheet/mapping/sheet-mapping.ts';
import { layoutKey } from '../../../src/sheet/read-remembered.ts';
import { checkSource } from '../../../src/sheet/sources/check-source.ts';
import { startSources } from '../../../src/sheet/sources/start-sources.ts';
import { inspectWorkbook } from '../../../src/sheet/understand/inspect-workbook.ts';
import { writeWorkbook } from '../../../src/sheet/write-workbook.ts';
import { aCommitment, aSheet } from '../../support/a-sheet.ts';
import { aWorkbook } from '../../support/a-workbook.ts';
import { messyWorkbook } from '../../support/messy-workbook.ts';
import { freshDatabase } from '../../support/database.ts';
import { eventually } from '../../support/running-demo.ts';
import type { WorkbookHost } from '../../support/workbook-host.ts';
import { startWorkbookHost } from '../../support/workbook-host.ts';

const KEYS = [{ id: 'k', key: Buffer.alloc(32, 7) }];
const HOUR_MS = 3_600_000;

describe('the address of the workbook', () => {
  let db: Database;
  let host: WorkbookHost;
  let installId: number;
  let account = 0;
  const clock = { ms: Date.parse('2026-03-02T15:00:00Z') };
  const now = (): Date => new Date(clock.ms);
  beforeAll(async () => {
    [db, host] = await Promise.all([freshDatabase(), startWorkbookHost()]);
  });
  afterAll(async () => {
    await host.close();
    await db.close();
  });
  beforeEach(async () => {
    account += 1;
    installId = (await connectInstall(db.kysely, { crm: 'hubspot', account: String(account) })).id;
    await asMe((tx) =>
      setSource(tx, installId, { url: `${host.url}?key=canary`, everyMinutes: 60, keys: KEYS, now: now() }),
    );
    await asMe((tx) =>
      rememberShown(tx, installId, [{ dealId: '7', shown: { noteCount: 0, verdict: null, tasks: [] } }]),
    );
  });
  const asMe = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => asInstall(db.kysely, installId, work);
  const options = () => ({ db: db.kysely, keys: KEYS, now, wake: () => undefined, reach: host.reach });
  const look = async () => {
    clock.ms += HOUR_MS;
    return checkSource(options(), installId);
  };
  const versions = () => asMe((tx) => listSheetVersions(tx));
  const source = () => asMe((tx) => readSource(tx, installId, KEYS));
  const dirtyDeals = async (): Promise<number> => {
    const rows = await asMe((tx) => tx.deleteFrom('deal_work').returning('object_id').execute());
    return rows.length;
  };
  const book = (hours: number) => writeWorkbook(aSheet({ commitments: [aCommitment({ hours })] }));

  it('is published when it changed, and only then', async () => {
    host.serve(await book(60));
    expect(await look()).toMatchObject({ state: 'fine', published: true });
    expect(await dirtyDeals()).toBe(1);
    expect(await look()).toMatchObject({ state: 'fine', published: false });
    host.answer((_request, response) => void book(60).then((bytes) => response.end(bytes))); // no ETag, other bytes, same facts
    expect(await look()).toMatchObject({ state: 'fine', published: false });
    expect(await dirtyDeals()).toBe(0);
    host.serve(await book(20));
    expect(await look()).toMatchObject({ state: 'fine', published: true });
    expect((await versions()).map(({ origin, isActive }) => [origin, isActive])).toEqual([['url', true], ['url', false]]); // prettier-ignore
  });

  it('that is gone changes nothing but what people are told, until it answers again', async () => {
    host.serve(await book(60));
    await look();
    await dirtyDeals();
    const before = await versions();
    host.answer((_request, response) => response.writeHead(404).end());
    const lost = await look();
    expect(lost).toMatchObject({
      state: 'gone',
      published: false,
      turned: true,
      reason: expect.stringContaining('404'),
    });
    const since = now();
    expect(await dirtyDeals()).toBe(1);
    expect((await look())?.turned).toBe(false);
    expect(await dirtyDeals()).toBe(0);
    expect(await versions()).toEqual(before);
    expect(await asMe(sourceFailingSince)).toEqual(since);
    const state = (await readStatus(db.kysely, now())).find((install) => install.account === String(account));
    expect(state).toMatchObject({ sheetFailingSince: since, sheetFailingWhy: expect.stringContaining('404') });

    host.serve(await book(60));
    expect(await look()).toMatchObject({ state: 'fine', published: false, turned: true });
    expect(await asMe(sourceFailingSince)).toBeNull();
  });

  it('with cells that cannot be read waits for the planner, with the upload at hand', async () => {
    const tabs = { Products: [['product_code', 'entry_days'], ['BRK', 1], ['PLT', 'soon']], Resources: [['resource', 'capacity_per_week'], ['LINE1', 80]] }; // prettier-ignore
    host.serve(aWorkbook(tabs));
    const outcome = await look();
    expect(outcome).toMatchObject({ state: 'unusable', published: false });
    expect(outcome?.reason).toContain('waits on the planner’s page');
    expect(await versions()).toEqual([]);
    expect(await asMe(latestDraft)).toMatchObject({ fileName: 'plan.xlsx' });
    await look();
    expect((await asMe((tx) => tx.selectFrom('sheet_drafts').select('id').execute())).length).toBe(1);
  });

  it('of another shape waits for answers, and is published by them from then on', async () => {
    const bytes = messyWorkbook();
    host.serve(bytes);
    expect(await look()).toMatchObject({ state: 'unusable', reason: expect.stringContaining('raises questions') });
    const inspection = inspectWorkbook(bytes, 'plan.xlsx');
    const answers = Object.fromEntries(inspection.questions.map(({ id }) => [id, 'minutes']));
    const mapping = { ...suggestMapping(inspection.tables), answers };
    const choices = { holidays: null, mapping };
    await asMe((tx) => rememberChoices(tx, installId, { layout: layoutKey(inspection), choices, now: now() }));
    expect(await look()).toMatchObject({ state: 'fine', published: true });
    host.serve(messyWorkbook({ booked: [10, 30, 12] }));
    expect(await look()).toMatchObject({ state: 'fine', published: true });
  });

  it('is asked on its schedule by one process, and the log says in no word where it is', async () => {
    const lines: string[] = [];
    const logger = createLogger('info', { write: (line: string) => void lines.push(line) });
    host.answer((_request, response) => response.writeHead(410).end());
    const running = startSources({ ...options(), logger, pauseMs: 10 });
    await eventually(source, (seen) => seen?.state === 'gone');
    await eventually(
      () => lines.length,
      (count) => count > 0,
    );
    await running.stop();
    expect(lines.join('')).toContain('gives no sheet');
    expect(lines.join('')).not.toMatch(/canary|127\.0\.0\.1/);
    expect(await claimSource(db.kysely, now())).toBeNull();
    clock.ms += 2 * HOUR_MS;
    const claims: number[] = [];
    for (let id = await claimSource(db.kysely, now()); id !== null; id = await claimSource(db.kysely, now()))
      claims.push(id);
    expect(claims).toContain(installId);
    expect(new Set(claims).size).toBe(claims.length);
  });

  it('is sealed at rest', async () => {
    const rows = await db.kysely.selectFrom('sheet_sources').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain('canary');
    expect((await source())?.url).toContain('canary');
  });
});
