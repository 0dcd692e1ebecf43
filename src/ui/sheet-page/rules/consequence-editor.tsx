import type { ReactNode } from 'react';
import type { Consequence, RuleSignoffs } from '../../../rules/rule-set.ts';
import { ROLE_OF_FINDING } from '../../../rules/rule-set.ts';

type Props = { then: Consequence; roles: string[]; onChange: (then: Consequence) => void };

const Field = ({ label, children }: { label: string; children: ReactNode }) => (
  <label>
    {label}
    {children}
  </label>
);

/** Leaves a member out instead of setting it to nothing: the document is strict. */
const put = <K extends keyof Consequence>(
  then: Consequence,
  key: K,
  value: Consequence[K] | undefined,
): Consequence => {
  const { [key]: _old, ...rest } = then;
  return (value === undefined ? rest : { ...rest, [key]: value }) as Consequence;
};

const numberOf = (text: string): number | undefined => (Number(text) > 0 ? Number(text) : undefined);

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const NO_SIGNOFFS: Omit<RuleSignoffs, 'roles'> = { need: 'all', order: 'parallel', peerReview: false };

const roleWords = (role: string): string => (role === ROLE_OF_FINDING ? 'whoever the check names' : role);
const roleFrom = (words: string): string => (words === 'whoever the check names' ? ROLE_OF_FINDING : words);

const withRoles = (then: Consequence, text: string): Consequence => {
  const roles = listOf(text).map(roleFrom);
  return put(then, 'signoffs', roles.length === 0 ? undefined : { ...NO_SIGNOFFS, ...then.signoffs, roles });
};

/** What a rule does: how it shows, whom it asks on which terms, and the gate. */
export const ConsequenceEditor = ({ then, roles, onChange }: Props) => {
  const { signoffs } = then;
  return (
    <div className="consequences">
      <Field label="Show it as">
        <select
          value={then.severity ?? ''}
          onChange={({ target }) =>
            onChange(put(then, 'severity', (target.value || undefined) as Consequence['severity']))
          }
        >
          <option value="">nothing of its own</option>
          <option value="note">a note</option>
          <option value="warn">a warning</option>
          <option value="action">action required</option>
          <option value="fail">a failed check</option>
        </select>
      </Field>
      <Field label="At the gate">
        <select
          value={then.gate}
          onChange={({ target }) => onChange({ ...then, gate: target.value as Consequence['gate'] })}
        >
          <option value="none">nothing</option>
          <option value="warn">warn</option>
          <option value="require">hold the deal until it is signed</option>
        </select>
      </Field>
      <Field label="Ask (roles, separated by commas)">
        <input
          list="rule-roles"
          defaultValue={signoffs?.roles.map(roleWords).join(', ') ?? ''}
          onChange={({ target }) => onChange(withRoles(then, target.value))}
        />
        <datalist id="rule-roles">
          {['whoever the check names', ...roles].map((role) => (
            <option key={role} value={role} />
          ))}
        </datalist>
      </Field>
      {signoffs && <SignoffTerms then={then} signoffs={signoffs} onChange={onChange} />}
      <Field label="Answer within (business hours)">
        <input
          type="number"
          min={1}
          defaultValue={then.serviceLevelHours ?? ''}
          onChange={({ target }) => onChange(put(then, 'serviceLevelHours', numberOf(target.value)))}
        />
      </Field>
      <Field label="An answer holds (days)">
        <input
          type="number"
          min={1}
          defaultValue={then.expiresInDays ?? ''}
          onChange={({ target }) => onChange(put(then, 'expiresInDays', numberOf(target.value)))}
        />
      </Field>
    </div>
  );
};

type TermsProps = { then: Consequence; signoffs: RuleSignoffs; onChange: (then: Consequence) => void };

const SignoffTerms = ({ then, signoffs, onChange }: TermsProps) => {
  const change = (part: Partial<RuleSignoffs>): void => onChange({ ...then, signoffs: { ...signoffs, ...part } });
  return (
    <>
      <Field label="Who must agree">
        <select
          value={String(signoffs.need)}
          onChange={({ target }) => change({ need: target.value as RuleSignoffs['need'] })}
        >
          <option value="all">all of them</option>
          <option value="any">one of them</option>
          {typeof signoffs.need === 'number' && <option value={signoffs.need}>{signoffs.need} of them</option>}
        </select>
      </Field>
      <Field label="In which order">
        <select
          value={signoffs.order}
          onChange={({ target }) => change({ order: target.value as RuleSignoffs['order'] })}
        >
          <option value="parallel">at the same time</option>
          <option value="sequence">one after the other</option>
        </select>
      </Field>
      <label className="tick">
        <input
          type="checkbox"
          checked={signoffs.peerReview}
          onChange={({ target }) => change({ peerReview: target.checked })}
        />
        Never the author of the estimate
      </label>
    </>
  );
};
