import type { PropertyValues } from './calculated.ts';
import type { ObjectType } from './object-types.ts';

/**
 * A rule that the portal's admin made: `requires` must have a value, always on creation or whenever `when` holds.
 * HubSpot enforces them on API writes since 2026-09 (developers.hubspot.com/changelog/crm-api-write-validation-enforcement).
 */
export type ValidationRule = {
  objectType: ObjectType;
  requires: string;
  when?: { property: string; values: string[] };
};

export type ValueProblem = { name: string; code: string; message: string };

/** The properties that the rules miss in the record as it would be after the write. */
export const brokenRules = (
  rules: ValidationRule[],
  type: ObjectType,
  { after, creating }: { after: PropertyValues; creating: boolean },
): ValueProblem[] =>
  rules
    .filter((rule) => rule.objectType === type && isEmpty(after[rule.requires]) && applies(rule, after, creating))
    .map(toProblem);

const applies = (rule: ValidationRule, after: PropertyValues, creating: boolean): boolean =>
  rule.when ? rule.when.values.includes(after[rule.when.property] ?? '') : creating;

const isEmpty = (value: string | null | undefined): boolean => (value ?? '') === '';

const toProblem = ({ requires, when }: ValidationRule): ValueProblem =>
  when
    ? {
        name: requires,
        code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
        message: `${requires} is required because of a conditional property rule based on [${when.property}]`,
      }
    : { name: requires, code: 'MISSING_REQUIRED_PROPERTY', message: `A value for ${requires} must be provided` };
