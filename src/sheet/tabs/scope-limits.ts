import type { Combination, ScopeLimit } from '../../capacity/capacity-sheet.ts';
import { aside, expected, maybe, orElse, required } from '../column.ts';
import { amount } from '../number-columns.ts';
import type { ReadRow } from '../read-tab.ts';
import { list, name, oneOf, text, yesNo } from '../text-columns.ts';

const severity = oneOf(['stop', 'sign-off', 'warn']);

/** Scope limits: what operations can do, attribute by attribute. */
export const scopeLimitsTab = {
  tab: 'Scope limits',
  columns: {
    product_code: required(name),
    attribute: required(name),
    type: required(oneOf(['number', 'choice', 'text', 'yes-no'])),
    unit: maybe(text),
    min: maybe(amount({})),
    max: maybe(amount({})),
    allowed: orElse(list, []),
    forbidden: orElse(list, []),
    required: orElse(yesNo, false),
    severity: required(severity),
    meaning: expected(text, ''),
    ask_customer: aside(text),
    effect_days: maybe(amount({})),
    effect_cost: aside(amount({})),
    reviewer_role: aside(text),
  },
};

export const toScopeLimit = ({ ref, values }: ReadRow<typeof scopeLimitsTab.columns>): ScopeLimit => ({
  product: values.product_code,
  attribute: values.attribute,
  type: values.type,
  unit: values.unit,
  min: values.min,
  max: values.max,
  allowed: values.allowed,
  forbidden: values.forbidden,
  required: values.required,
  severity: values.severity,
  meaning: values.meaning,
  askCustomer: values.ask_customer,
  effectDays: values.effect_days,
  effectCost: values.effect_cost,
  reviewerRole: values.reviewer_role,
  row: ref,
});

/** Combinations: attributes that do not go together. */
export const combinationsTab = {
  tab: 'Combinations',
  columns: {
    if_attribute: required(name),
    if_op: required(text),
    if_value: required(text),
    then_attribute: required(name),
    then_op: required(text),
    then_value: required(text),
    severity: required(severity),
    message: expected(text, ''),
  },
};

export const toCombination = ({ ref, values }: ReadRow<typeof combinationsTab.columns>): Combination => ({
  ifAttribute: values.if_attribute,
  ifOp: values.if_op,
  ifValue: values.if_value,
  thenAttribute: values.then_attribute,
  thenOp: values.then_op,
  thenValue: values.then_value,
  severity: values.severity,
  message: values.message,
  row: ref,
});
