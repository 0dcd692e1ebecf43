import { useId } from 'react';
import type { Condition, FieldTest, Operator, RuleValue } from '../../../rules/rule-set.ts';
import type { RulesView } from './rules-api.ts';

type Fields = RulesView['fields'];

const OPERATORS: Record<Operator, string> = {
  equals: 'is',
  not_equals: 'is not',
  one_of: 'is one of',
  none_of: 'is none of',
  at_least: 'is at least',
  at_most: 'is at most',
  more_than: 'is more than',
  less_than: 'is less than',
  present: 'is known',
  missing: 'is not known',
};

const BY_SIZE: readonly Operator[] = ['at_least', 'at_most', 'more_than', 'less_than'];
const operatorsFor = (type: string | undefined): Operator[] =>
  (Object.keys(OPERATORS) as Operator[]).filter(
    (operator) => (type !== 'text' && type !== 'choice') || !BY_SIZE.includes(operator),
  );

const toValue = (text: string): RuleValue => (/^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text.trim());

const toList = (text: string): RuleValue[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(toValue);

const valueText = (value: FieldTest['value']): string =>
  Array.isArray(value) ? value.join(', ') : value === undefined ? '' : String(value);

const withOperator = (test: FieldTest, is: Operator): FieldTest => {
  const { field, value } = test;
  if (is === 'present' || is === 'missing') return { field, is };
  const text = valueText(value);
  return { field, is, value: is === 'one_of' || is === 'none_of' ? toList(text) : toValue(text) };
};

type TestProps = { test: FieldTest; fields: Fields; onChange: (test: FieldTest) => void; onRemove: () => void };

const TestRow = ({ test, fields, onChange, onRemove }: TestProps) => {
  const field = fields.find(({ name }) => name === test.field);
  const isList = test.is === 'one_of' || test.is === 'none_of';
  const list = useId();
  const choices = field?.choices ?? [];
  return (
    <div className="test-row">
      <select
        aria-label="Field"
        value={test.field}
        onChange={({ target }) => onChange({ ...test, field: target.value })}
      >
        {field === undefined && <option value={test.field}>{test.field}</option>}
        {fields.map(({ name, words }) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
      <select
        aria-label="Comparison"
        value={test.is}
        onChange={({ target }) => onChange(withOperator(test, target.value as Operator))}
      >
        {operatorsFor(field?.type).map((operator) => (
          <option key={operator} value={operator}>
            {OPERATORS[operator]}
          </option>
        ))}
      </select>
      {test.value !== undefined && <ValueInput key={String(isList)} {...{ test, isList, list, choices, onChange }} />}
      <button type="button" className="btn btn-transparent btn-xs" onClick={onRemove}>
        Remove
      </button>
    </div>
  );
};

type ValueProps = {
  test: FieldTest;
  isList: boolean;
  list: string;
  choices: readonly string[];
  onChange: (test: FieldTest) => void;
};

const ValueInput = ({ test, isList, list, choices, onChange }: ValueProps) => (
  <>
    <input
      aria-label={isList ? 'Values, separated by commas' : 'Value'}
      defaultValue={valueText(test.value)}
      list={choices.length > 0 ? list : undefined}
      onChange={({ target }) => onChange({ ...test, value: isList ? toList(target.value) : toValue(target.value) })}
    />
    {choices.length > 0 && (
      <datalist id={list}>
        {choices.map((choice) => (
          <option key={choice} value={choice} />
        ))}
      </datalist>
    )}
  </>
);

type Props = { condition: Condition; fields: Fields; onChange: (condition: Condition) => void; onRemove?: () => void };

const NEW_TEST: FieldTest = { field: 'verdict', is: 'equals', value: 'late' };

type Joined = 'all' | 'any' | 'none';

/** A group in the three ways that the editor can show; a condition of another shape becomes a group of itself. */
const groupOf = (condition: Condition): { kind: Joined; parts: Condition[] } => {
  if ('all' in condition) return { kind: 'all', parts: condition.all };
  if ('any' in condition) return { kind: 'any', parts: condition.any };
  if ('field' in condition) return { kind: 'all', parts: [condition] };
  return { kind: 'none', parts: 'any' in condition.not ? condition.not.any : [condition.not] };
};

const toCondition = (kind: string, parts: readonly Condition[]): Condition =>
  kind === 'all' ? { all: [...parts] } : kind === 'any' ? { any: [...parts] } : { not: { any: [...parts] } };

/** A condition as rows that can be added and taken away; groups hold when all, any or none of their rows hold. */
export const ConditionEditor = ({ condition, fields, onChange, onRemove }: Props) => {
  if ('field' in condition && onRemove)
    return <TestRow test={condition} fields={fields} onChange={onChange} onRemove={onRemove} />;
  const { kind, parts } = groupOf(condition);
  const put = (next: readonly Condition[], as: string = kind): void => onChange(toCondition(as, next));
  return (
    <fieldset className="group-editor">
      <legend>
        <select aria-label="How the rows are joined" value={kind} onChange={({ target }) => put(parts, target.value)}>
          <option value="all">All of these hold</option>
          <option value="any">Any of these holds</option>
          <option value="none">None of these holds</option>
        </select>
        {onRemove && (
          <button type="button" className="btn btn-transparent btn-xs" onClick={onRemove}>
            Remove group
          </button>
        )}
      </legend>
      {parts.length === 0 && <p className="quiet">{kind === 'all' ? 'Always.' : 'Add a row.'}</p>}
      {parts.map((part, place) => (
        <ConditionEditor
          key={place}
          condition={part}
          fields={fields}
          onChange={(next) => put(parts.map((each, at) => (at === place ? next : each)))}
          onRemove={() => put(parts.filter((_each, at) => at !== place))}
        />
      ))}
      <div className="buttons">
        <button type="button" className="btn btn-xs" onClick={() => put([...parts, NEW_TEST])}>
          Add a row
        </button>
        <button
          type="button"
          className="btn btn-transparent btn-xs"
          onClick={() => put([...parts, { any: [NEW_TEST] }])}
        >
          Add a group
        </button>
      </div>
    </fieldset>
  );
};
