/** What one check says; `not_checked` is never counted as passed. */
export type CheckStatus = 'fail' | 'action' | 'warn' | 'not_checked' | 'pass';

/** The answer for a line or the deal, worst first (S11). */
export type CardVerdict = 'invalid' | 'not_feasible' | 'late' | 'cannot_tell' | 'tight' | 'ok';

/** One of the three figures at the top; `note` says what it stands for when the deal has several dates. */
export type CardFigure = { label: string; value: string; note: string | null };

export type CardLine = {
  id: string;
  title: string;
  verdict: CardVerdict;
  requested: string;
  earliest: string;
  slack: string;
};

/** A fact that a planner can look up; `row` names the place in the capacity sheet, e.g. "Commitments!7". */
export type CardEvidence = { what: string; value: string; row: string | null };

export type CardCheck = {
  id: string;
  title: string;
  status: CheckStatus;
  message: string;
  evidence: CardEvidence[];
  fix: string | null;
  question: string | null;
};

/** Another promise that could be kept. */
export type CardOption = {
  id: string;
  title: string;
  /** What the price is made of, with sheet rows; null when there is none. */
  note: string | null;
  /** One delivery each: "70 on 17 Mar 2026". */
  delivered: string[];
  cost: string;
  meetsRequest: boolean;
};

export type CardSignoff = {
  id: string;
  question: string;
  who: string;
  status: 'waiting' | 'done' | 'withdrawn';
  due: string | null;
};

/** The deal was checked: everything the card shows, in the rep's words, dates and money already written out. */
export type CheckedCard = {
  state: 'checked';
  verdict: CardVerdict;
  sentence: string;
  detail: string | null;
  figures: CardFigure[];
  lines: CardLine[];
  checks: CardCheck[];
  options: CardOption[];
  signoffs: CardSignoff[];
  /** "Capacity sheet of Plant 1, version 4f2a9c0, 3 h old". */
  sheet: string;
  /** "Checked 2 Mar 2026, 09:14 CST". */
  checked: string;
  /** The moment of that check, ISO; tells one answer from the next. */
  checkedAt: string;
  /** True while a newer change of the deal waits to be checked. */
  pending: boolean;
};

/** There is nothing to show yet, and the card says why and what to do. */
export type NoticeCard = {
  state: 'not_checked' | 'no_sheet' | 'not_permitted';
  title: string;
  message: string;
  pending: boolean;
};

/** The answer of `GET /api/hubspot/card?dealId=...`. */
export type CardView = CheckedCard | NoticeCard;
