import type { Kysely } from 'kysely';
import { latestRun } from '../../db/check-runs.ts';
import type { CheckRun } from '../../db/check-runs.ts';
import { isWaiting, markDirty } from '../../db/deal-work.ts';
import { findInstall } from '../../db/installs.ts';
import type { Install } from '../../db/installs.ts';
import { asInstall } from '../../db/roles.ts';
import type { Schema } from '../../db/schema.ts';
import { activeSheet } from '../../db/sheet-versions.ts';
import type { SheetVersion } from '../../db/sheet-versions.ts';
import { shownBy } from '../../db/deals-shown.ts';
import type { ShownTask } from '../../write-back/previously-shown.ts';
import type { CardFacts, CardSheet, CardTask } from './card-view.ts';

/** A deal of a connected account, as the CRM vouches for it. */
type AccountDeal = { account: string; dealId: string };

export type CardStore = {
  /** The facts of the card; null when the account is not connected. */
  loadCard: (deal: AccountDeal) => Promise<CardFacts | null>;
  /** Marks the deal to be checked again; false when the account is not connected. Repeating it does no harm. */
  requestCheck: (deal: AccountDeal) => Promise<boolean>;
};

type Surroundings = { crm: Install['crm']; now: () => Date; wake: () => void };

/** What the card reads and asks for, from the database; each call sees the rows of its own account only. */
export const cardStore = (db: Kysely<Schema>, { crm, now, wake }: Surroundings): CardStore => {
  const installOf = async ({ account }: AccountDeal): Promise<number | null> => {
    const install = await findInstall(db, { crm, account });
    return install && install.status !== 'disconnected' ? install.id : null;
  };
  return {
    loadCard: async (deal) => {
      const installId = await installOf(deal);
      return installId === null ? null : loadFacts(db, installId, deal.dealId);
    },
    requestCheck: async (deal) => {
      const installId = await installOf(deal);
      if (installId === null) return false;
      await asInstall(db, installId, (tx) => markDirty(tx, [{ kind: 'deal', objectId: deal.dealId }], now()));
      wake();
      return true;
    },
  };
};

const loadFacts = (db: Kysely<Schema>, installId: number, dealId: string): Promise<CardFacts> =>
  asInstall(db, installId, async (tx) => {
    const run = await latestRun(tx, dealId);
    const sheet = await activeSheet(tx);
    const shown = (await shownBy(tx, [dealId])).get(dealId);
    return {
      run: run && { result: run.result, checkedAt: run.checkedAt },
      sheet: sheet && toCardSheet(sheet),
      tasks: (shown?.tasks ?? []).filter((task) => task.state !== 'withdrawn').map(toCardTask),
      pending: await isWaiting(tx, { kind: 'deal', objectId: dealId }),
      confidants: confidantsOf(run, sheet),
    };
  });

const SALES_MANAGER = 'sales manager';

/** Who may read what is for few eyes: the owner of the deal as it was checked, and the sales managers of the People tab. */
const confidantsOf = (run: CheckRun | null, sheet: SheetVersion | null): string[] => {
  const managers = (sheet?.facts.people ?? []).filter(({ role }) => role.trim().toLowerCase() === SALES_MANAGER);
  return [run?.snapshot.owner?.email, ...managers.map(({ email }) => email)].flatMap((email) => email ?? []);
};

const toCardSheet = ({ hash, publishedAt, facts }: SheetVersion): CardSheet => ({
  plant: facts.settings.plant,
  hash,
  publishedAt,
  timeZone: facts.settings.timeZone,
  currency: facts.settings.currency,
});

const toCardTask = ({ key, subject, dueAt, assigneeEmail, state }: ShownTask): CardTask => ({
  key,
  subject,
  dueAt,
  assigneeEmail,
  status: state === 'answered' ? 'done' : 'waiting',
});
