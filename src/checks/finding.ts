import type { ReasonCode } from '../capacity/reason-code.ts';

export type { ReasonCode };

/** pass < warn < action (somebody must act or agree) < fail; `not_checked` says which fact is missing and never counts as passed. */
export type Severity = 'pass' | 'warn' | 'action' | 'fail' | 'not_checked';

/** One fact behind a finding that a planner can check by hand. */
export type Evidence = { what: string; value: string; row?: string };

/** Why a gap between promise and delivery comes about, in the categories that figures and training go by. */
export const ROOT_CAUSES = [
  'communication',
  'training',
  'information_system',
  'misunderstood_parameter',
  'capacity',
  'customer_change',
] as const;
export type RootCause = (typeof ROOT_CAUSES)[number];

/** What one check says about a deal: a lint message with evidence and a fix. */
export type Finding = {
  check: string;
  severity: Severity;
  /** null for a pass or a check that could not run for want of a fact. */
  code: ReasonCode | null;
  /** A sentence in the rep's words: what is wrong and where. */
  message: string;
  evidence: Evidence[];
  /** How to fix it, in the rep's words; null when there is nothing to fix. */
  fix: string | null;
  line: string | null;
  /** The question to ask the customer where information is missing. */
  question?: string;
  /** Who must agree, for severity `action` or `fail` that asks for a sign-off. */
  signoffRole?: string;
  /** The root cause, where the facts leave no doubt about it. */
  rootCause?: RootCause;
  /** Set when only the deal's owner and their manager may see it: it goes into no field, note, task, brief or page that others read. */
  audience?: 'rep and manager';
  /** Set when somebody muted it: who, until when and why. It keeps its severity, and is not told again. */
  muted?: string;
};

/** True for what everybody who sees the deal may read. */
export const isForAll = ({ audience }: Finding): boolean => audience === undefined;
