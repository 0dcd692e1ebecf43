import type { RuleVersion } from '../db/rule-versions.ts';
import { compileRules } from '../rules/compile-rules.ts';
import type { CompiledRules } from '../rules/compile-rules.ts';
import { DEFAULT_RULES } from '../rules/default-rules.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import { fieldsOfRules } from '../rules/validate-rules.ts';

/** The rules in force, compiled once for all checks under them. */
export type ActiveRules = {
  /** The number of the version; null: the rules of a new account. */
  id: string | null;
  /** What a check run is recorded under. */
  version: string;
  compiled: CompiledRules;
  /** Names of the deal and line item properties that its conditions look at. */
  attributes: string[];
};

/** The name of the rules that hold until an admin sets others. */
export const DEFAULT_RULES_VERSION = 'built-in-1';

const ATTRIBUTE = 'attribute.';

const attributesOf = (rules: RuleSet): string[] =>
  fieldsOfRules(rules).flatMap((field) => (field.startsWith(ATTRIBUTE) ? [field.slice(ATTRIBUTE.length)] : []));

/** Compiles a version for the checks; null gives the rules of a new account. */
export const toActiveRules = (version: RuleVersion | null): ActiveRules => {
  const document = version?.document ?? DEFAULT_RULES;
  return {
    id: version?.id ?? null,
    version: version?.hash ?? DEFAULT_RULES_VERSION,
    compiled: compileRules(document),
    attributes: attributesOf(document),
  };
};
