import type { Kysely } from 'kysely';
import { newestRunId, newestRuns } from '../../db/check-runs.ts';
import { asInstall } from '../../db/roles.ts';
import type { ListedRules } from '../../db/rule-versions.ts';
import { listRuleVersions } from '../../db/rule-versions.ts';
import type { Schema } from '../../db/schema.ts';
import type { Backtest, BacktestDifference, PastDeal, PreparedBacktest } from '../../rules/backtest.ts';
import { prepareBacktest } from '../../rules/backtest.ts';
import { DEFAULT_RULES } from '../../rules/default-rules.ts';
import type { RuleChange } from '../../rules/diff-rules.ts';
import { diffRules } from '../../rules/diff-rules.ts';
import type { FieldType } from '../../rules/rule-fields.ts';
import { namedFields } from '../../rules/rule-fields.ts';
import { ruleInWords } from '../../rules/rule-in-words.ts';
import type { RuleSet } from '../../rules/rule-set.ts';
import type { RuleProblem } from '../../rules/validate-rules.ts';
import { readRules } from '../../rules/validate-rules.ts';
import { withoutRules } from '../../rules/without-rules.ts';

/** More past deals than this are not read: the newest say enough. */
const MOST_DEALS = 20_000;

/** A field that the editor offers. */
export type OfferedField = { name: string; type: FieldType; words: string; choices: readonly string[] };

/** The rules in force with everything that the editor needs to know. */
export type RulesView = {
  rules: RuleSet;
  /** The number of the version in force; null: the rules of a new account. */
  versionId: string | null;
  versions: Omit<ListedRules, 'document'>[];
  fields: OfferedField[];
  /** Pipelines and stages that deals were seen in. */
  places: { pipeline: string; stages: string[] }[];
  roles: string[];
};

/** What edited rules would do: wrong rows, each rule as a sentence, the difference to those in force, past deals. */
export type RulesTrial = {
  problems: RuleProblem[];
  sentences: Record<string, string>;
  changes: RuleChange[];
  backtest: Backtest | null;
  difference: BacktestDifference | null;
};

type Prepared = { key: string | null; deals: PastDeal[]; backtest: PreparedBacktest };

const attributesIn = (deals: readonly PastDeal[]): string[] => [
  ...new Set(
    deals.flatMap(({ deal }) => [
      ...Object.keys(deal.attributes ?? {}),
      ...deal.lines.flatMap(({ attributes }) => Object.keys(attributes ?? {})),
    ]),
  ),
];

const fieldsFor = (deals: readonly PastDeal[]): OfferedField[] => [
  ...namedFields().map(({ name, field }) => ({
    name,
    type: field.type,
    words: field.words,
    choices: field.choices ?? [],
  })),
  ...attributesIn(deals)
    .sort()
    .map((name) => ({
      name: `attribute.${name.toLowerCase()}`,
      type: 'any' as const,
      words: `the attribute ${name}`,
      choices: [],
    })),
];

const placesIn = (deals: readonly PastDeal[]): RulesView['places'] =>
  [...Map.groupBy(deals, ({ deal }) => deal.pipeline ?? '')]
    .filter(([pipeline]) => pipeline !== '')
    .map(([pipeline, group]) => ({
      pipeline,
      stages: [...new Set(group.flatMap(({ deal }) => deal.stage ?? []))].sort(),
    }));

const rolesIn = (deals: readonly PastDeal[]): string[] =>
  [...new Set(deals.flatMap(({ result }) => result.signoffs.map(({ role }) => role)))].sort();

/** The rules of an install on the editor's desk: read, tried on past deals. Past deals are read again when one was checked. */
export const rulesDesk = (db: Kysely<Schema>) => {
  const kept = new Map<number, Prepared>();
  const prepared = async (installId: number): Promise<Prepared> => {
    const key = await asInstall(db, installId, newestRunId);
    const known = kept.get(installId);
    if (known && known.key === key) return known;
    const runs = await asInstall(db, installId, (tx) => newestRuns(tx, MOST_DEALS));
    const deals = runs.map(({ snapshot, result }): PastDeal => ({ deal: snapshot, result: withoutRules(result) }));
    const fresh = { key, deals, backtest: prepareBacktest(deals) };
    kept.set(installId, fresh);
    return fresh;
  };
  const versionsOf = (installId: number): Promise<ListedRules[]> =>
    asInstall(db, installId, (tx) => listRuleVersions(tx));
  const inForce = (versions: readonly ListedRules[]): RuleSet =>
    versions.find(({ isActive }) => isActive)?.document ?? DEFAULT_RULES;

  return {
    view: async (installId: number): Promise<RulesView> => {
      const versions = await versionsOf(installId);
      const { deals } = await prepared(installId);
      return {
        rules: inForce(versions),
        versionId: versions.find(({ isActive }) => isActive)?.id ?? null,
        versions: versions.map(({ document: _document, ...version }) => version),
        fields: fieldsFor(deals),
        places: placesIn(deals),
        roles: rolesIn(deals),
      };
    },
    /** What edited rules would do; a document that cannot be used gets its problems only. */
    trial: async (installId: number, document: unknown): Promise<RulesTrial> => {
      const { rules, problems } = readRules(document);
      if (rules === null) return { problems, sentences: {}, changes: [], backtest: null, difference: null };
      const active = inForce(await versionsOf(installId));
      const { backtest } = await prepared(installId);
      return {
        problems,
        sentences: Object.fromEntries(rules.rules.map((rule) => [rule.id, ruleInWords(rule)])),
        changes: diffRules(active, rules),
        backtest: backtest.run(rules),
        difference: backtest.difference(active, rules),
      };
    },
  };
};
