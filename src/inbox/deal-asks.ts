import type { Plan } from '../capacity/plan.ts';
import { canonicalJson, contentHash } from '../crm/content-hash.ts';
import type { StoredAsk } from '../db/signoff-asks.ts';
import type { IsoDate } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import type { CheckResult } from '../checks/check-result.ts';
import type { Ask, AskRevision } from '../signoff/ask.ts';
import { isDecided, isWaiting } from '../signoff/ask.ts';
import { askPage } from '../signoff/ask-page.ts';
import type { AskPage } from '../signoff/ask-page.ts';
import { askWeeks } from '../signoff/ask-weeks.ts';
import { assign } from '../signoff/assignee.ts';
import { answerDueAt, nextClockAt } from '../signoff/next-clock.ts';
import { officesOf } from '../signoff/offices.ts';
import { planAsks } from '../signoff/plan-asks.ts';
import type { AskChange, AskPlan, AskPlanning } from '../signoff/plan-asks.ts';
import { revisionOf } from '../signoff/revision.ts';
import { latestAsk, wantedAsk } from '../signoff/wanted-ask.ts';
import type { WantedAsk } from '../signoff/wanted-ask.ts';
import type { PreviouslyShown } from '../write-back/previously-shown.ts';
import type { Asked } from '../write-back/signoff-tasks.ts';
import type { AskChangeToStore } from './store-asks.ts';

export type AskFacts = {
  deal: Deal;
  result: CheckResult;
  plan: Plan;
  today: IsoDate;
  /** The moment of the check, ISO instant. */
  at: string;
  known: readonly StoredAsk[];
  previous: PreviouslyShown;
  /** Open questions by person; counts up while this batch asks more. */
  openByPerson: Map<string, number>;
  /** Who is asked when the sheet names nobody. */
  admin: string;
};

/** What a deal's questions are after a check, and what of them has to be kept. */
export type DealAsks = { asked: Asked; changes: AskChangeToStore[] };

/** A page needs no more than this to say what changed. */
const MOST_REVISIONS = 50;

/** A revision is named by what it asks and about what; 16 hex digits are enough for one deal. */
const revisionId: AskPlanning['revisionId'] = (question, revision) => contentHash([question, revision]).slice(0, 16);

const assigning =
  ({ plan, today, openByPerson, admin }: AskFacts): AskPlanning['assign'] =>
  ({ role, email }, barred) => {
    const { sheet } = plan;
    const assigned = assign({ sheet, role, preferred: email, today, load: openByPerson, barred, admin });
    const person = assigned.email.toLowerCase();
    openByPerson.set(person, (openByPerson.get(person) ?? 0) + 1);
    return assigned.email;
  };

const askedBefore = ({ tasks }: PreviouslyShown): AskPlanning['askedBefore'] =>
  tasks.map(({ role, cause, round, state }) => ({ role, cause, round, isOpen: state === 'open' }));

/** Every revision that was asked, the newest last. */
const revisionsOf = (
  stored: StoredAsk | undefined,
  { revision, revisionId: id, question }: Ask,
  at: string,
): AskRevision[] => {
  const known = stored?.revisions ?? [];
  if (known.some((each) => each.id === id)) return known;
  return [...known, { id, at, question, revision }].slice(-MOST_REVISIONS);
};

/** A question that is not asked for any more keeps the page that it had. */
const pagesOf = (facts: AskFacts, wanted: readonly WantedAsk[], load: ReturnType<typeof askWeeks>['load']) => {
  const { deal, result, plan } = facts;
  const { currency } = plan.sheet.settings;
  return (asks: readonly Ask[]) =>
    new Map(
      wanted.flatMap((one) => {
        const ask = latestAsk(asks, one);
        return ask
          ? [[ask.key, askPage({ deal, result, wanted: one, load, timeZone: plan.timeZone, currency })] as const]
          : [];
      }),
    );
};

const isLive = (ask: Ask): boolean => isWaiting(ask) || isDecided(ask);

const pageFor = (ask: Ask, stored: StoredAsk | undefined, fresh: AskPage | undefined): AskPage | undefined =>
  (isLive(ask) ? fresh : stored?.page) ?? stored?.page ?? fresh;

const isAsStored = (stored: StoredAsk | undefined, ask: Ask, page: AskPage): boolean =>
  ask === stored?.ask && canonicalJson(page) === canonicalJson(stored.page);

const toStore = (facts: AskFacts, { asks, changes }: AskPlan, pages: ReturnType<ReturnType<typeof pagesOf>>) => {
  const { deal, plan, at, known } = facts;
  return asks.flatMap((ask): AskChangeToStore[] => {
    const stored = known.find((each) => each.ask.key === ask.key);
    const page = pageFor(ask, stored, pages.get(ask.key));
    if (page === undefined || isAsStored(stored, ask, page)) return [];
    const change: AskChange = changes.find((each) => each.ask.key === ask.key) ?? { before: ask, ask, effects: [] };
    const offices = officesOf(plan, ask.assignee);
    return [
      {
        ...change,
        dealId: deal.id,
        page,
        revisions: revisionsOf(stored, ask, at),
        version: stored?.version ?? null,
        dueAt: answerDueAt(ask, offices),
        nextClockAt: nextClockAt(ask, offices, at),
      },
    ];
  });
};

/** Plans the questions of one deal from its check: who is asked what, on which revision, and what must be kept of it. */
export const dealAsks = (facts: AskFacts): DealAsks => {
  const { deal, result, plan, at, known, previous } = facts;
  const wanted = result.signoffs.map(wantedAsk);
  const { load, binding } =
    wanted.length === 0 ? { load: null, binding: [] } : askWeeks(plan, deal, { result, today: facts.today });
  const planned = planAsks({
    known: known.map(({ ask }) => ask),
    askedBefore: askedBefore(previous),
    wanted,
    revision: revisionOf(deal, result, binding),
    revisionId,
    requester: deal.owner?.email ?? null,
    estimator: deal.estimate?.author?.email ?? null,
    assign: assigning(facts),
    officesOf: (assignee) => officesOf(plan, assignee),
    at,
  });
  const pages = pagesOf(facts, wanted, load)(planned.asks);
  return {
    asked: { asks: planned.asks, officesOf: (assignee) => officesOf(plan, assignee) },
    changes: toStore(facts, planned, pages),
  };
};
