import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '../../src/db/database.ts';
import { linkSurvivor } from '../../src/db/deal-aliases.ts';
import { adoptMerged, rememberShown } from '../../src/db/deals-shown.ts';
import { connectInstall } from '../../src/db/installs.ts';
import { asInstall } from '../../src/db/roles.ts';
import type { Tx } from '../../src/db/roles.ts';
import { asksOf, claimDueAsk, dueAsks, openAsksByPerson, storeAsk } from '../../src/db/signoff-asks.ts';
import type { AskToStore } from '../../src/db/signoff-asks.ts';
import { ensureLink, findLink, installOfToken } from '../../src/db/signoff-links.ts';
import type { Ask } from '../../src/signoff/ask.ts';
import type { AskPage } from '../../src/signoff/ask-page.ts';
import { NOTHING_SHOWN } from '../../src/write-back/previously-shown.ts';
import { anAsk } from '../support/an-ask.ts';
import { freshDatabase } from '../support/database.ts';

const NOW = new Date('2026-03-02T15:00:00Z');
const PAGE: AskPage = {
  dealName: 'Acme brackets',
  requesterName: 'R. Rep',
  customer: 'Acme',
  wants: '100 EA BRK by 17 Mar 2026',
  sheet: [],
  evidence: [],
  options: [],
  ifNo: '',
  load: null,
  lines: [],
  instead: null,
  currency: null,
  timeZone: 'America/Chicago',
};

const toStore = (ask: Partial<Ask> = {}, facts: Partial<AskToStore> = {}): AskToStore => ({
  dealId: '7',
  ask: anAsk({ state: 'open', assignee: 'Line1@example.com', ...ask }),
  page: PAGE,
  revisions: [],
  version: null,
  dueAt: '2026-03-02T23:00:00.000Z',
  nextClockAt: '2026-03-02T19:00:00.000Z',
  ...facts,
});

describe('the questions of an account', () => {
  let db: Database;
  let account = 0;
  let id: number;
  const links = { publicUrl: 'https://keepable.example', keys: [{ id: 'k', key: Buffer.alloc(32, 1) }] };
  beforeAll(async () => {
    db = await freshDatabase();
  });
  afterAll(() => db.close());
  const asMe = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => asInstall(db.kysely, id, work);
  const newAccount = async (): Promise<void> => {
    account += 1;
    ({ id } = await connectInstall(db.kysely, { crm: 'hubspot', account: String(account) }));
  };
  const store = (ask: AskToStore) => asMe((tx) => storeAsk(tx, id, ask));

  it('come back as they were stored', async () => {
    await newAccount();
    const asked = toStore();
    expect(await store(asked)).toBe(true);
    const { dueAt: _dueAt, nextClockAt: _next, ...kept } = asked;
    expect(await asMe((tx) => asksOf(tx, ['7']))).toEqual([{ ...kept, version: '1' }]);
  });

  it('are not overwritten by who has not seen the latest change', async () => {
    await newAccount();
    await store(toStore());
    expect(await store(toStore({ question: 'second?' }, { version: '1' }))).toBe(true);
    expect(await store(toStore({ question: 'stale?' }, { version: '1' }))).toBe(false);
    expect(await store(toStore({ question: 'twin?' }))).toBe(false);
    expect((await asMe((tx) => asksOf(tx, ['7']))).map(({ ask, version }) => [ask.question, version])).toEqual([
      ['second?', '2'],
    ]);
  });

  it('count per person while they are open, however the address is written', async () => {
    await newAccount();
    await store(toStore());
    await store(toStore({ assignee: 'line1@EXAMPLE.com' }, { dealId: '8' }));
    await store(toStore({ state: 'answered' }, { dealId: '9' }));
    expect([...(await asMe(openAsksByPerson))]).toEqual([['line1@example.com', 2]]);
  });

  it('are due for the clock once their moment has come, for one process at a time', async () => {
    await newAccount();
    await store(toStore());
    const mine = async (now: Date) => (await dueAsks(db.kysely, now)).filter(({ installId }) => installId === id);
    expect(await mine(NOW)).toEqual([]);
    const later = new Date('2026-03-02T19:00:00Z');
    const [due] = await mine(later);
    expect(due).toMatchObject({ dealId: '7' });
    await asMe(async (tx) => {
      expect((await claimDueAsk(tx, due!, later))?.ask.state).toBe('open');
      if (db.engine === 'postgres') expect(await asMe((other) => claimDueAsk(other, due!, later))).toBeNull();
    });
    expect(await asMe((tx) => claimDueAsk(tx, due!, NOW))).toBeNull();
  });

  it('give one link to each person, which says whose it is and is kept as a hash', async () => {
    await newAccount();
    await store(toStore());
    const owner = {
      installId: id,
      dealId: '7',
      key: anAsk().key,
      person: 'line1@example.com',
      revisionId: 'r1',
      now: NOW,
    };
    const link = await asMe((tx) => ensureLink(tx, owner, links));
    expect(await asMe((tx) => ensureLink(tx, { ...owner, revisionId: 'r2' }, links))).toBe(link);
    expect(await asMe((tx) => ensureLink(tx, { ...owner, person: 'other@example.com' }, links))).not.toBe(link);
    const token = link.split('/').at(-1) ?? '';
    expect(token).toMatch(/^\d+-[\w-]{43}$/);
    expect(installOfToken(token)).toBe(id);
    expect(await asMe((tx) => findLink(tx, token))).toMatchObject({ person: 'line1@example.com', revisionId: 'r1' });
    expect(
      await asMe((tx) =>
        findLink(
          tx,
          token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
        ),
      ),
    ).toBeNull();
    const [first] = await db.kysely.selectFrom('ask_links').selectAll().where('install_id', '=', id).execute();
    expect(JSON.stringify(first)).not.toContain(token.split('-').slice(1).join('-'));
  });

  it('go with a deal that is merged; what both ask is asked once', async () => {
    await newAccount();
    const other = 'task/sign-off/designer/ATTR_RANGE/1';
    await store(toStore({}, { dealId: '1' }));
    await store(toStore({ key: other, cause: 'ATTR_RANGE' }, { dealId: '1' }));
    await store(toStore({}, { dealId: '2' }));
    const owner = { installId: id, dealId: '1', key: other, person: 'a@example.com', revisionId: 'r1', now: NOW };
    const link = await asMe((tx) => ensureLink(tx, owner, links));
    await asMe(async (tx) => {
      await rememberShown(tx, id, [{ dealId: '1', shown: NOTHING_SHOWN }]);
      await linkSurvivor(tx, id, { oldId: '1', newId: '2' });
      await adoptMerged(tx, ['2']);
    });
    const asks = await asMe((tx) => asksOf(tx, ['1', '2']));
    const states = asks.map(({ dealId, ask }) => [dealId, ask.key, ask.state]);
    expect(states.sort()).toEqual(
      [
        ['2', anAsk().key, 'open'],
        ['2', `${anAsk().key}/merged/1`, 'recalled'],
        ['2', other, 'open'],
      ].sort(),
    );
    const token = link.split('/').at(-1) ?? '';
    expect(await asMe((tx) => findLink(tx, token))).toMatchObject({ dealId: '2', key: other });
  });
});
