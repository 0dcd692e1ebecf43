import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PlannedWrite } from '../../src/crm/crm.ts';
import type { Database } from '../../src/db/database.ts';
import type { Claim } from '../../src/db/deal-work.ts';
import { claimWork } from '../../src/db/deal-work.ts';
import { storeEvents } from '../../src/db/inbox.ts';
import { connectInstall } from '../../src/db/installs.ts';
import { dealRecords } from '../../src/inbox/deal-records.ts';
import type { InboxEvent } from '../../src/inbox/event.ts';
import { plannedWrites } from '../../src/inbox/planned-writes.ts';
import type { PlannedDeal } from '../../src/inbox/planned-writes.ts';
import { settleWork } from '../../src/inbox/settle-work.ts';
import { silentLogger } from '../../src/logger.ts';
import { seededDice } from '../../src/sandbox/hubspot/dice.ts';
import { NOTHING_SHOWN } from '../../src/write-back/previously-shown.ts';
import { aCheckResult } from '../support/a-check-result.ts';
import { freshDatabase } from '../support/database.ts';

/** Each deal is one history: changes, deliveries in any order and more than once, workers that are slow or die. */
const HISTORIES = Number(process.env['KEEPABLE_HISTORIES'] ?? 300);
const ROUNDS = 8;
const LEASE_MS = 1000;

/** A worker in the middle of a claim; each step may come late, or never. */
type Worker = {
  claim: Claim;
  seen?: Map<string, number>;
  sendable?: PlannedWrite[];
  isApplied?: boolean;
  isFrozenInCall?: boolean;
};

class Model {
  readonly value = new Map<string, number>();
  readonly shown = new Map<string, number>();
  readonly db: Database;
  readonly dice: () => number;
  readonly undelivered: InboxEvent[] = [];
  readonly workers: Worker[] = [];
  nowMs = Date.parse('2026-03-02T09:00:00Z');
  events = 0;

  constructor(db: Database, dice: () => number) {
    this.db = db;
    this.dice = dice;
    for (let index = 0; index < HISTORIES; index += 1) this.value.set(`d${index}`, 0);
  }

  now = (): Date => new Date(this.nowMs);

  change(dealId: string): void {
    this.value.set(dealId, (this.value.get(dealId) ?? 0) + 1);
    this.events += 1;
    this.undelivered.push({
      account: '1',
      crm: 'hubspot',
      dedupeKey: `e${this.events}`,
      kind: 'deal_changed',
      objectId: dealId,
      mergedIds: [],
      occurredAt: this.now().toISOString(),
      payload: {},
    });
  }

  /** Delivers a share of what waits, in any order, some of it twice. */
  async deliver(share: number): Promise<void> {
    const shuffled = this.undelivered
      .splice(0)
      .map((event) => ({ event, place: this.dice() }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ event }) => event);
    const now = shuffled.filter(() => this.dice() < share);
    this.undelivered.push(...shuffled.filter((event) => !now.includes(event)));
    const twice = now.filter(() => this.dice() < 0.2);
    this.undelivered.push(...twice);
    for (let start = 0; start < now.length; start += 100) {
      await storeEvents(this.db.door, now.slice(start, start + 100), this.now());
    }
  }

  async claim(): Promise<boolean> {
    const claim = await claimWork(this.db.kysely, { now: this.now(), leaseMs: LEASE_MS, limit: 100, afterInstall: 0 });
    if (claim) this.workers.push({ claim });
    return claim !== null;
  }

  /** The next step of one worker: read, store intents, write to the CRM, settle. */
  async step(worker: Worker): Promise<void> {
    const { claim } = worker;
    const records = dealRecords(this.db.kysely, { installId: claim.installId, leaseId: claim.leaseId, now: this.now });
    if (!worker.seen) {
      worker.seen = new Map(claim.items.map(({ objectId }) => [objectId, this.value.get(objectId) ?? 0]));
      return;
    }
    const faults = new Map<string, unknown>();
    try {
      if (!worker.sendable) {
        const planned = [...worker.seen].map(([dealId, value]) => aPlan(dealId, value));
        const { writes } = await records.recall([...worker.seen.keys()]);
        worker.sendable = await records.storeIntents(planned, plannedWrites('1', planned, writes));
        return;
      }
      if (!worker.isApplied) {
        worker.isFrozenInCall = this.dice() < 0.2;
        if (!worker.isFrozenInCall) await records.confirmHeld();
        for (const { dealId, writeBack } of worker.sendable) {
          if (writeBack.kind === 'fields') this.shown.set(dealId, writeBack.fields.slackDays ?? -1);
        }
        worker.isApplied = true;
        return;
      }
      await records.storeOutcomes(
        worker.sendable.map(({ dealId, writeBack }) => ({
          dealId,
          key: writeBack.key,
          status: 'written',
          objectId: dealId,
        })),
      );
    } catch (error) {
      for (const { kind, objectId } of claim.items) faults.set(`${kind}/${objectId}`, error);
    }
    this.workers.splice(this.workers.indexOf(worker), 1);
    const settler = { db: this.db.kysely, now: this.now, chance: () => 0, logger: silentLogger };
    await settleWork(claim, faults, settler);
  }

  changeSome(chance: number): void {
    for (const dealId of this.value.keys()) if (this.dice() < chance) this.change(dealId);
  }

  async round(): Promise<void> {
    this.changeSome(0.3);
    await this.deliver(0.6);
    while (this.dice() < 0.8) await this.claim();
    await this.stepSome(0.7);
    this.changeSome(0.1);
    await this.deliver(0.3);
    await this.stepSome(0.7);
    // Now and then a worker dies, and now and then all leases end while their workers still believe in them.
    const mortal = this.workers.findIndex((worker) => !(worker.isApplied && worker.isFrozenInCall));
    if (mortal >= 0 && this.dice() < 0.3) this.workers.splice(mortal, 1);
    this.nowMs += this.dice() < 0.4 ? LEASE_MS + 1 : 100;
  }

  async comeToRest(): Promise<void> {
    while (this.undelivered.length > 0) await this.deliver(1.1);
    for (let quiet = 0; quiet < 3;) {
      const worked = await this.claim();
      while (this.workers.length > 0) await this.stepSome(1);
      quiet = worked ? 0 : quiet + 1;
      if (!worked) this.nowMs += 60_000;
    }
  }

  async stepSome(chance: number): Promise<void> {
    for (const worker of [...this.workers]) if (this.dice() < chance) await this.step(worker);
  }
}

const aPlan = (dealId: string, value: number): PlannedDeal => ({
  dealId,
  deal: { id: dealId, lines: [] },
  result: aCheckResult(),
  writeBacks: [
    {
      kind: 'fields',
      key: 'verdict',
      fields: {
        verdict: 'ok',
        promiseDate: null,
        slackDays: value,
        signoffStatus: 'not_required',
        possibleQuantity: '',
        summary: '',
        warnings: '',
        checkKey: '',
      },
    },
  ],
  shown: NOTHING_SHOWN,
  checkedAt: new Date(0),
  isClosed: false,
});

describe('histories of deals', () => {
  let db: Database;
  beforeAll(async () => {
    db = await freshDatabase();
    await connectInstall(db.kysely, { crm: 'hubspot', account: '1' });
  });
  afterAll(() => db.close());

  it(`end with every deal showing its latest state, whatever came late, twice or from the dead (${HISTORIES})`, async () => {
    const model = new Model(db, seededDice(7));
    for (let round = 0; round < ROUNDS; round += 1) await model.round();
    await model.comeToRest();
    const wrong = [...model.value].filter(([dealId, value]) => value > 0 && model.shown.get(dealId) !== value);
    expect(wrong).toEqual([]);
    expect(await db.kysely.selectFrom('deal_work').select('object_id').execute()).toEqual([]);
    const open = await db.kysely.selectFrom('inbox').select('id').where('state', '!=', 'done').execute();
    expect(open).toEqual([]);
  });
});
