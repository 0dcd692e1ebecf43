import type { RuleSet } from './rule-set.ts';
import { ROLE_OF_FINDING } from './rule-set.ts';

/** What a new account starts with: every sign-off that a check asks for, and no deal is ever stopped before the admin says so. */
export const DEFAULT_RULES: RuleSet = {
  version: 1,
  modes: [{ pipeline: '*', stage: '*', mode: 'warn' }],
  overrides: [],
  rules: [
    {
      id: 'ask-whom-the-check-names',
      title: 'Whoever a check names is asked.',
      state: 'on',
      when: { field: 'asked_role', is: 'present' },
      then: { gate: 'none', signoffs: { roles: [ROLE_OF_FINDING], need: 'all', order: 'parallel', peerReview: false } },
    },
    {
      id: 'late-needs-an-answer',
      title: 'A deal that cannot be kept needs an answer before it is won.',
      state: 'on',
      when: { field: 'verdict', is: 'one_of', value: ['late', 'not_feasible'] },
      then: { gate: 'require', serviceLevelHours: 8, tolerance: { quantityPercent: 0, loadPercent: 10 } },
    },
    {
      id: 'unknown-is-not-a-yes',
      title: 'A deal that cannot be judged is looked at before it is won.',
      state: 'on',
      when: { field: 'verdict', is: 'one_of', value: ['cannot_tell', 'invalid'] },
      then: { gate: 'warn' },
    },
    {
      id: 'very-late-tells-the-lead',
      title: 'More than ten working days late: the operations lead agrees as well.',
      state: 'shadow',
      when: { field: 'days_late', is: 'more_than', value: 10 },
      then: {
        severity: 'action',
        gate: 'require',
        signoffs: { roles: ['Operations lead'], need: 'all', order: 'parallel', peerReview: false },
      },
    },
    {
      id: 'thin-margin-after-exception',
      title: 'Less than 10 % of the amount is left after the exception.',
      state: 'shadow',
      when: {
        all: [
          { field: 'exception_cost', is: 'more_than', value: 0 },
          { field: 'margin', is: 'less_than', value: 0.1 },
        ],
      },
      then: { severity: 'warn', gate: 'warn' },
    },
  ],
};
