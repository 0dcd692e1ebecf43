import type { CheckResult, SignoffAsk } from '../checks/check-result.ts';
import type { Finding } from '../checks/finding.ts';
import type { GateLevel } from './gate.ts';
import type { RuleSignoffs, StageMode, Tolerance } from './rule-set.ts';

/** What the rules want of an answer. */
export type AskTerms = {
  need: RuleSignoffs['need'];
  order: RuleSignoffs['order'];
  peerReview: boolean;
  serviceLevelHours: number | null;
  tolerance: Tolerance | null;
  expiresInDays: number | null;
  /** Ids of the rules that ask. */
  rules: string[];
};

/** Who must agree, with the terms that the rules set. */
export type RuledAsk = SignoffAsk & AskTerms;

/** What a rule in shadow would have done; it changes nothing. */
type ShadowOutcome = { rule: string; truth: 'applies' | 'undecided'; wouldDo: string[] };

/** What the rules make of a deal. */
export type RulesOutcome = {
  gate: { level: GateLevel; mode: StageMode; rules: string[] };
  fired: string[];
  /** Rules that could not be decided, with the facts that they need. */
  undecided: { rule: string; needs: string[] }[];
  shadow: ShadowOutcome[];
};

/** The answer of the checks with the admin's rules applied. */
export type RuledResult = Omit<CheckResult, 'signoffs'> & {
  signoffs: RuledAsk[];
  findings: Finding[];
  rules: RulesOutcome;
};
