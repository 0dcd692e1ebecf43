import type { Deal } from '../../src/deal/deal.ts';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import { runChecks } from '../../src/checks/run-checks.ts';
import type { CheckResult } from '../../src/checks/check-result.ts';
import { claimWork } from '../../src/db/deal-work.ts';
import { storeEvents } from '../../src/db/inbox.ts';
import { asInstall } from '../../src/db/roles.ts';
import type { InboxEvent } from '../../src/inbox/event.ts';
import { DOUBT_MS, recheckDoubted } from '../../src/inbox/reconcile.ts';
import type { WriteBack } from '../../src/write-back/write-back.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aSheet, twoBusyWeeks } from '../support/a-sheet.ts';
import type { HistoryRun, HistoryWorld } from './history-world.ts';
import { LEASE_MS } from './history-world.ts';

type State = {
  world: HistoryWorld;
  dealIds: string[];
  pool: InboxEvent[];
  told: InboxEvent[];
  runs: HistoryRun[];
  zombies: HistoryRun[];
  events: number;
};

const CHANGES_PER_DEAL = 4;

/** Lives through the histories of many deals at once and returns what is wrong at their end. */
export const liveThrough = async (world: HistoryWorld, deals: number): Promise<string[]> => {
  const dealIds = Array.from({ length: deals }, (_, index) => `${1000 + index}`);
  const state: State = { world, dealIds, pool: [], told: [], runs: [], zombies: [], events: 0 };
  for (const id of dealIds) {
    world.crm.put(someDeal(id, world.dice));
    tell(state, 'deal_changed', id);
  }
  for (let step = 0; step < deals * CHANGES_PER_DEAL; step += 1) {
    change(state);
    if (world.dice() < 0.2) await act(state);
  }
  while (state.pool.length > 0) await deliver(state);
  await wakeZombies(state);
  await workOff(state);
  world.clock.ms += DOUBT_MS + 1;
  await asInstall(world.db, world.install.id, (tx) => recheckDoubted(tx, world.now()));
  world.trouble.isOn = false;
  return (await untilQuiet(state)) ? wrongs(state) : ['not quiet'];
};

const pick = <T>(items: readonly T[], dice: () => number): T => items[Math.floor(dice() * items.length)] as T;

const shuffled = <T>(items: readonly T[], dice: () => number): T[] =>
  items
    .map((item) => ({ item, at: dice() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);

const DATES = ['2026-03-16', '2026-03-17', '2026-03-20', '2026-04-10', null];
const QUANTITIES = [10, 100, 300, 5000, null];

const someDeal = (id: string, dice: () => number): Deal => {
  const requestedDate = pick(DATES, dice);
  const product = dice() < 0.1 ? 'NOPE' : 'BRK';
  return aDeal({
    id,
    name: `Deal ${id}`,
    requestedDate,
    lines: [aLine({ id: `L${id}`, product, quantity: pick(QUANTITIES, dice), requestedDate })],
  });
};

/** Something happens to a deal in the CRM; the word of it travels on its own. */
const change = (state: State): void => {
  const { world, dealIds } = state;
  const { crm, dice } = world;
  const id = pick(dealIds, dice);
  const entry = crm.deals.get(id);
  if (!entry) return;
  const luck = dice();
  if (entry.isDeleted) {
    crm.put(entry.deal, { isDeleted: false });
    tell(state, 'deal_restored', id);
  } else if (luck < 0.06) {
    crm.put(entry.deal, { isDeleted: true });
    tell(state, 'deal_deleted', id);
  } else if (luck < 0.16) {
    const task = entry.activities.find(({ content, isDone }) => content.kind === 'task' && !isDone);
    if (!task) return;
    task.isDone = true;
    tell(state, 'task_changed', task.id);
  } else {
    const isOfLine = luck < 0.4;
    crm.put(someDeal(id, dice));
    tell(state, isOfLine ? 'line_item_changed' : 'deal_changed', isOfLine ? `L${id}` : id);
  }
};

const tell = (state: State, kind: InboxEvent['kind'], objectId: string): void => {
  const { world, pool } = state;
  state.events += 1;
  pool.push({
    account: world.install.account,
    crm: 'hubspot',
    dedupeKey: `e${state.events}`,
    kind,
    objectId,
    mergedIds: [],
    occurredAt: world.now().toISOString(),
    payload: {},
  });
};

const act = async (state: State): Promise<void> => {
  const { world, runs } = state;
  const luck = world.dice();
  world.clock.ms += Math.floor(world.dice() * 2000);
  if (luck < 0.15) await deliver(state);
  else if (luck < 0.3) await startRun(state);
  else if (luck < 0.33) world.clock.ms += LEASE_MS + 1;
  else if (luck < 0.36) kill(state);
  else if (luck < 0.45) freeze(state);
  else await stepSome(runs, world.dice);
};

/** Some of what is under way arrives, in any order, together with some that arrived before. */
const deliver = async (state: State): Promise<void> => {
  const { world, pool, told } = state;
  const arriving = shuffled(pool, world.dice).slice(0, 1 + Math.floor(world.dice() * 30));
  state.pool = pool.filter((event) => !arriving.includes(event));
  const again = shuffled(told, world.dice).slice(0, Math.floor(world.dice() * 5));
  told.push(...arriving);
  await storeEvents(world.door, shuffled([...arriving, ...again], world.dice), world.now());
};

const startRun = async (state: State): Promise<boolean> => {
  const { db, now, dice } = state.world;
  const limit = 1 + Math.floor(dice() * 60);
  const claim = await claimWork(db, { now: now(), leaseMs: LEASE_MS, limit, afterInstall: 0 });
  if (claim) state.runs.push(state.world.startRun(claim));
  return claim !== null;
};

const stepSome = async (runs: HistoryRun[], dice: () => number): Promise<void> => {
  for (let steps = 0; steps < 3; steps += 1) {
    const waiting = runs.filter((run) => !run.isDone());
    if (waiting.length > 0) await pick(waiting, dice).step();
  }
};

/** A process stops where it stands and wakes up only when all is over. */
const freeze = (state: State): void => {
  const awake = state.runs.filter((run) => !run.isDone());
  if (awake.length === 0) return;
  const frozen = pick(awake, state.world.dice);
  state.runs = state.runs.filter((run) => run !== frozen);
  state.zombies.push(frozen);
};

/** A process dies where it stands, sooner or later than its lease. */
const kill = (state: State): void => {
  const victims = state.runs.filter((run) => !run.isDone());
  if (victims.length === 0) return;
  const victim = pick(victims, state.world.dice);
  state.runs = state.runs.filter((run) => run !== victim);
};

/**
 * Whoever stands still has lost its lease by now. In every other history nobody of them comes back; else some wake up
 * before their heirs are done and some long after.
 */
const wakeZombies = async (state: State): Promise<void> => {
  const { dice, clock } = state.world;
  const zombies = [...state.zombies, ...state.runs.filter((run) => !run.isDone())];
  clock.ms += LEASE_MS + 1;
  if (dice() < 0.5) return;
  for (const zombie of shuffled(zombies, dice)) {
    if (dice() < 0.5) await workOff(state);
    await wakeZombie(zombie, dice);
  }
};

/** Most of them die as soon as they have written late, before they learn of it. */
const wakeZombie = async (zombie: HistoryRun, dice: () => number): Promise<void> => {
  const lateStepsLeft = { count: dice() < 0.6 ? 1 + Math.floor(dice() * 2) : Infinity };
  while (!zombie.isDone() && lateStepsLeft.count > 0) {
    await zombie.step();
    if (zombie.isPastFence()) lateStepsLeft.count -= 1;
  }
};

/** Works on everything that is due. */
const workOff = async (state: State): Promise<void> => {
  while (await startRun(state)) {
    const run = state.runs.at(-1);
    while (run && !run.isDone()) await run.step();
  }
};

/** Works until nothing is left; false when that does not come within a day. */
const untilQuiet = async (state: State): Promise<boolean> => {
  const { world } = state;
  for (let round = 0; round < 100; round += 1) {
    await workOff(state);
    if ((await openWork(world)) === 0) return true;
    world.clock.ms += LEASE_MS + 1;
  }
  return false;
};

const openWork = ({ db, install }: HistoryWorld): Promise<number> =>
  asInstall(db, install.id, async (tx) => (await tx.selectFrom('deal_work').select('object_id').execute()).length);

const PLAN = compileSheet(aSheet({ commitments: twoBusyWeeks() }));

const checkOf = (deal: Deal): CheckResult =>
  runChecks({
    deal,
    plan: PLAN,
    today: '2026-03-02',
    sheetVersion: 'sha256:history',
    sheetPublishedOn: '2026-03-02',
    rulesVersion: 'built-in-1',
  });

/** Every deal that is there shows the check of its latest state, asks what that check asks and nothing twice. */
const wrongs = async ({ world, dealIds }: State): Promise<string[]> => {
  const found = dealIds.flatMap((id) => wrongsOf(world, id));
  const { open, unfinished } = await asInstall(world.db, world.install.id, async (tx) => ({
    open: await tx.selectFrom('inbox').select('object_id').where('state', '<>', 'done').execute(),
    unfinished: await tx
      .selectFrom('write_backs')
      .select(['deal_id', 'key'])
      .where('state', 'in', ['sending', 'unknown'])
      .execute(),
  }));
  const there = unfinished.filter((write) => world.crm.deals.get(write.deal_id)?.isDeleted === false);
  return [
    ...found,
    ...open.map((event) => `event of ${event.object_id} is open`),
    ...there.map((write) => `write ${write.key} of ${write.deal_id} is unfinished`),
  ];
};

type Note = Extract<WriteBack, { kind: 'note' }>;

/** As a CRM shows them: by the moment they speak of. */
const byMoment = (a: Note, b: Note): number => a.at.localeCompare(b.at);

const wrongsOf = ({ crm }: HistoryWorld, id: string): string[] => {
  const entry = crm.deals.get(id);
  if (!entry || entry.isDeleted) return [];
  const { verdict, sentence, signoffs } = checkOf(entry.deal);
  const shown = entry.fields;
  const tasks = entry.activities.flatMap(({ content }) => (content.kind === 'task' ? [content] : []));
  const asked = tasks.filter(({ state }) => state === 'open').map(({ subject }) => subject);
  const expected = signoffs.map(({ question }) => question);
  const notes = entry.activities.flatMap(({ content }) => (content.kind === 'note' ? [content] : []));
  const told = notes.sort(byMoment).at(-1)?.paragraphs[0];
  const briefs = entry.activities.filter(({ content }) => content.kind === 'brief');
  return [
    ...(shown?.verdict === verdict && shown.summary === sentence
      ? []
      : [`${id} shows ${shown?.summary ?? 'nothing'} instead of ${sentence}`]),
    ...(told === sentence ? [] : [`${id} was last told ${told ?? 'nothing'} instead of ${sentence}`]),
    ...([...asked].sort().join() === [...expected].sort().join()
      ? []
      : [`${id} asks ${asked.join()} instead of ${expected.join()}`]),
    ...(briefs.length === 1 ? [] : [`${id} has ${briefs.length} briefs`]),
  ];
};
