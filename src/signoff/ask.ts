import type { IsoDate } from '../deal/day.ts';
import type { Revision, Tolerance } from './revision.ts';

/** A condition under which the answer is yes: something that a later check can look at, or a sentence. */
export type AnswerCondition =
  | { what: 'quantity'; atMost: number; product: string }
  | { what: 'date'; notBefore: IsoDate; product: string }
  | { what: 'fee'; atLeast: number; currency: string | null }
  | { what: 'other'; text: string };

/** The five answers; "I need more information" is an event of its own, because it stops the clock. */
export type Answer =
  | { kind: 'yes' }
  | { kind: 'yes_if'; conditions: AnswerCondition[] }
  | { kind: 'not_by_then'; date: IsoDate; quantity: number | null }
  | { kind: 'no'; reason: string; note: string | null };

/** Who decided what, when, on which revision. */
type Decision = { answer: Answer; by: string; at: string; revisionId: string; note: string | null };

/** Office time that a side has used up; `runningSince` is null while its clock stands. */
export type Clock = { usedMinutes: number; runningSince: string | null };

type AskState =
  'draft' | 'open' | 'needs_information' | 'answered' | 'carried_over' | 'superseded' | 'recalled' | 'expired';

/** One line of what happened, for the audit and for "this changed since you were asked". */
export type AskEntry = { at: string; by: string | null; what: string };

/** A question to operations and everything that became of it. People are named by their e-mail address. */
export type Ask = {
  key: string;
  role: string;
  cause: string;
  round: number;
  question: string;
  /** Who asks: never the one who decides. */
  requester: string | null;
  /** Who made the estimate: never a peer reviewer of it. */
  estimator: string | null;
  peerReview: boolean;
  assignee: string | null;
  state: AskState;
  /** How often it was passed upwards. */
  escalations: number;
  revision: Revision;
  /** Hash of the revision: an answer must name the one that was shown. */
  revisionId: string;
  /** The latest revision to which the decision was carried over; null: none. */
  coveredRevisionId: string | null;
  tolerance: Tolerance;
  serviceMinutes: number;
  /** For how many days an answer holds; null: no end. */
  validDays: number | null;
  operations: Clock;
  sales: Clock;
  /** Percentages of the service time of which a reminder was sent. */
  reminded: number[];
  /** What operations needs to know, while it waits for it. */
  missing: string | null;
  decision: Decision | null;
  /** The moment until which the decision holds; null: no end. */
  validUntil: string | null;
  history: AskEntry[];
};

/** A revision as it was asked: what an older link or form showed. */
export type AskRevision = { id: string; at: string; question: string; revision: Revision };

/** How long an answer can be taken back. */
export const UNDO_MINUTES = 10;

/** A decision is in force: answered, or carried over from an earlier revision. */
export const isDecided = ({ state }: Ask): boolean => state === 'answered' || state === 'carried_over';

/** Somebody still has to do something. */
export const isWaiting = ({ state }: Ask): boolean => state === 'open' || state === 'needs_information';

/** True for yes and for yes with conditions. */
export const isApproval = ({ decision }: Ask): boolean =>
  decision?.answer.kind === 'yes' || decision?.answer.kind === 'yes_if';

/** True when two addresses are the same person's. */
export const isSamePerson = (a: string | null, b: string | null): boolean =>
  a !== null && b !== null && a.trim().toLowerCase() === b.trim().toLowerCase();
