import type { Ask } from './ask.ts';
import { isApproval, isDecided, isWaiting } from './ask.ts';
import type { AskEffect, AskEvent, Offices } from './ask-event.ts';
import type { Revision } from './revision.ts';
import { step } from './step.ts';
import { latestAsk } from './wanted-ask.ts';
import type { WantedAsk } from './wanted-ask.ts';

/** A question that was asked before these records were kept: its key and round are taken over. */
type AskedBefore = { role: string; cause: string; round: number; isOpen: boolean };

export type AskPlanning = {
  /** Every question of the deal so far. */
  known: readonly Ask[];
  askedBefore: readonly AskedBefore[];
  /** What the check asks for now. */
  wanted: readonly WantedAsk[];
  revision: Revision;
  /** Names a revision by its content; the caller brings the hash. */
  revisionId: (question: string, revision: Revision) => string;
  requester: string | null;
  estimator: string | null;
  /** Who is asked. */
  assign: (wanted: WantedAsk, barred: readonly string[]) => string;
  officesOf: (assignee: string | null) => Offices;
  /** The moment of the check, ISO instant. */
  at: string;
};

/** A question that is new or different, with what has to be done because of it. */
export type AskChange = { before: Ask | null; ask: Ask; effects: AskEffect[] };

/** All questions of the deal as they stand now, and those that changed. */
export type AskPlan = { asks: Ask[]; changes: AskChange[] };

const DEFAULT_HOURS = 8;

const slug = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-');

/** The stable name of a question: the round rises only when it is asked again. */
const askKey = ({ role, cause, round }: Pick<Ask, 'role' | 'cause' | 'round'>): string =>
  `task/sign-off/${slug(role)}/${cause}/${round}`;

const roundOf = ({ known, askedBefore }: AskPlanning, { role, why }: WantedAsk): number => {
  const asked = askedBefore.filter((each) => each.role === role && each.cause === why);
  const rounds = known.filter((each) => each.role === role && each.cause === why).map(({ round }) => round);
  const open = asked.find(({ isOpen, round }) => isOpen && !rounds.includes(round));
  return open?.round ?? Math.max(0, ...rounds, ...asked.map(({ round }) => round)) + 1;
};

const draft = (planning: AskPlanning, wanted: WantedAsk): Ask => {
  const { revision, requester, estimator } = planning;
  const { role, why, question, peerReview, tolerance } = wanted;
  const named = { role, cause: why, round: roundOf(planning, wanted) };
  return {
    ...named,
    key: askKey(named),
    question,
    requester,
    estimator,
    peerReview,
    assignee: null,
    state: 'draft',
    escalations: 0,
    revision,
    revisionId: planning.revisionId(question, revision),
    coveredRevisionId: null,
    tolerance: tolerance ?? {},
    serviceMinutes: (wanted.serviceLevelHours ?? DEFAULT_HOURS) * 60,
    validDays: wanted.expiresInDays,
    operations: { usedMinutes: 0, runningSince: null },
    sales: { usedMinutes: 0, runningSince: null },
    reminded: [],
    missing: null,
    decision: null,
    validUntil: null,
    history: [],
  };
};

const barredFrom = ({ requester, estimator }: AskPlanning, { peerReview }: WantedAsk): string[] =>
  [requester, peerReview ? estimator : null].filter((person) => person !== null);

const open = (planning: AskPlanning, wanted: WantedAsk): AskChange => {
  const ask = draft(planning, wanted);
  const assignee = planning.assign(wanted, barredFrom(planning, wanted));
  return changed(planning, { ask, event: { is: 'opened', at: planning.at, assignee }, before: null });
};

type Change = { ask: Ask; event: AskEvent; before: Ask | null };

/** What cannot happen leaves the question as it is. */
const changed = ({ officesOf }: AskPlanning, { ask, event, before }: Change): AskChange => {
  const stepped = step(ask, event, officesOf(ask.assignee));
  return 'refused' in stepped ? { before, ask, effects: [] } : { before, ...stepped };
};

/** In a sequence the next role is asked once the ones before it agreed. */
const mustWait = ({ known, wanted }: AskPlanning, one: WantedAsk): boolean =>
  one.order === 'sequence' &&
  wanted
    .slice(0, wanted.indexOf(one))
    .filter(({ why }) => why === one.why)
    .some((earlier) => {
      const ask = latestAsk(known, earlier);
      return !ask || !isDecided(ask) || !isApproval(ask);
    });

const planOne = (planning: AskPlanning, wanted: WantedAsk): AskChange[] => {
  const { known, revision, at } = planning;
  const last = latestAsk(known, wanted);
  if (!last || !(isWaiting(last) || isDecided(last))) return mustWait(planning, wanted) ? [] : [open(planning, wanted)];
  const { question } = wanted;
  const event: AskEvent = {
    is: 'revised',
    at,
    revision,
    revisionId: planning.revisionId(question, revision),
    question,
  };
  const change = changed(planning, { ask: last, event, before: last });
  if (change.ask === last) return [];
  return change.ask.state === 'superseded'
    ? [change, open({ ...planning, known: [...known, change.ask] }, wanted)]
    : [change];
};

/**
 * What becomes of the questions of a deal after a check: new ones are opened, standing ones get the new revision, answers
 * carry over or are asked again, and open ones whose cause is gone are taken back. Same facts, same plan.
 */
export const planAsks = (planning: AskPlanning): AskPlan => {
  const { known, wanted, at } = planning;
  const standing = new Set(wanted.map((one) => latestAsk(known, one)?.key));
  const recalled = known
    .filter((ask) => isWaiting(ask) && !standing.has(ask.key))
    .map((ask) => changed(planning, { ask, event: { is: 'recalled', at, by: null }, before: ask }));
  const changes = [...recalled, ...wanted.flatMap((one) => planOne(planning, one))];
  const byKey = new Map([...known, ...changes.map(({ ask }) => ask)].map((ask) => [ask.key, ask]));
  return { asks: [...byKey.values()], changes };
};
