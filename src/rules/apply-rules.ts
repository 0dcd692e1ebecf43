import type { CapacitySheet } from '../capacity/capacity-sheet.ts';
import type { CheckResult } from '../checks/check-result.ts';
import { finding } from '../checks/check.ts';
import { isForAll } from '../checks/finding.ts';
import type { Evidence, Finding, Severity } from '../checks/finding.ts';
import type { Deal } from '../deal/deal.ts';
import { factReader } from './compile-rules.ts';
import type { CompiledRule, CompiledRules, FactReader } from './compile-rules.ts';
import { modeOf, strictest, underCeiling } from './gate.ts';
import type { GateLevel } from './gate.ts';
import { ruleField } from './rule-fields.ts';
import { consequencesInWords } from './rule-in-words.ts';
import type { Consequence, RuleState } from './rule-set.ts';
import type { RuledResult, RulesOutcome } from './ruled-result.ts';
import { ruledAsks } from './ruled-asks.ts';
import { FALSE, TRUE, UNKNOWN } from './three-valued.ts';
import type { Truth } from './three-valued.ts';

/** What rules are applied to. The sheet tells who carries a role. */
export type Ruled = { deal: Deal; result: CheckResult; sheet: CapacitySheet };

type Judged = { compiled: CompiledRule; state: RuleState; truth: Truth };

const SEVERITIES: Record<NonNullable<Consequence['severity']>, Severity> = {
  note: 'pass',
  warn: 'warn',
  action: 'action',
  fail: 'fail',
};

const words = (field: string): string => ruleField(field)?.words ?? field;

const missing = ({ fields }: CompiledRule, facts: FactReader): string[] =>
  fields.filter((field) => facts(field) === null).map(words);

const evidence = ({ fields }: CompiledRule, facts: FactReader): Evidence[] =>
  fields.map((field) => ({ what: words(field), value: facts(field)?.join(', ') ?? 'not known' }));

const ruleFinding = ({ compiled, truth }: Judged, facts: FactReader): Finding[] => {
  const { rule } = compiled;
  if (truth === UNKNOWN)
    return [
      finding('rules', {
        severity: 'not_checked',
        message: `The rule “${rule.title}” could not be decided: it needs ${missing(compiled, facts).join(' and ') || 'a value that can be compared'}.`,
        evidence: evidence(compiled, facts),
        fix: 'Fill in what is missing in the deal.',
      }),
    ];
  const { severity } = rule.then;
  if (severity === undefined) return [];
  return [
    finding('rules', { severity: SEVERITIES[severity], message: rule.title, evidence: evidence(compiled, facts) }),
  ];
};

/** A rule that cannot be decided may not open a gate that it would close: it warns. */
const gateOf = ({ compiled, truth }: Judged): GateLevel => {
  const { gate } = compiled.rule.then;
  return truth === TRUE || gate === 'none' ? gate : 'warn';
};

const idOf = ({ compiled }: Judged): string => compiled.rule.id;

const outcomeOf = (judged: Judged[], facts: FactReader, mode: RulesOutcome['gate']['mode']): RulesOutcome => {
  const on = judged.filter(({ state }) => state === 'on');
  const wanted = on.map(gateOf).reduce(strictest, 'none');
  return {
    gate: {
      level: underCeiling(wanted, mode),
      mode,
      rules: wanted === 'none' ? [] : on.filter((each) => gateOf(each) === wanted).map(idOf),
    },
    fired: on.filter(({ truth }) => truth === TRUE).map(idOf),
    undecided: on
      .filter(({ truth }) => truth === UNKNOWN)
      .map(({ compiled }) => ({ rule: compiled.rule.id, needs: missing(compiled, facts) })),
    shadow: judged
      .filter(({ state }) => state === 'shadow')
      .map(({ compiled, truth }) => ({
        rule: compiled.rule.id,
        truth: truth === TRUE ? 'applies' : 'undecided',
        wouldDo: consequencesInWords(compiled.rule.then),
      })),
  };
};

/**
 * Applies the admin's rules to the answer of the checks. All matching rules apply; asks are joined by role and cause; the
 * strictest gate wins, up to the ceiling of the stage's mode; a rule in shadow is only recorded; a missing fact leaves a rule
 * undecided, which is shown and never taken for a pass. The order of the rules in the document changes nothing. Findings for
 * few eyes stay with them: no rule looks at them, because what it asks is read by others.
 */
export const applyRules = (rules: CompiledRules, { deal, result: whole, sheet }: Ruled): RuledResult => {
  const result = { ...whole, findings: whole.findings.filter(isForAll) };
  const facts = factReader({ deal, result });
  const judged = rules.rules
    .map((compiled): Judged => ({
      compiled,
      state: rules.stateIn(compiled.rule, deal.pipeline),
      truth: compiled.test(facts),
    }))
    .filter(({ state, truth }) => state !== 'draft' && truth !== FALSE);
  const on = judged.filter(({ state }) => state === 'on');
  const fired = on.filter(({ truth }) => truth === TRUE).map(({ compiled }) => compiled.rule);
  return {
    ...whole,
    findings: [...whole.findings, ...on.flatMap((each) => ruleFinding(each, facts))],
    signoffs: ruledAsks(fired, { deal, result, sheet }),
    rules: outcomeOf(judged, facts, modeOf(rules.modes, deal)),
  };
};
