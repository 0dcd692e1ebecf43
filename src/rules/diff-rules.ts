import { ruleInWords } from './rule-in-words.ts';
import type { Rule, RuleSet } from './rule-set.ts';

/** One difference between two versions of the rules, as a sentence. */
export type RuleChange = { rule: string | null; message: string };

const STATE_WORDS: Record<Rule['state'], string> = { draft: 'draft', shadow: 'shadow', on: 'on' };

/** The meaning of a rule without the order in which its members were written. */
const meaning = ({ when, then, title }: Rule): string =>
  JSON.stringify([title, when, then], (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

const changesOf = (before: Rule, after: Rule): RuleChange[] => [
  ...(before.state === after.state
    ? []
    : [
        {
          rule: after.id,
          message: `“${after.title}”: ${STATE_WORDS[before.state]} -> ${STATE_WORDS[after.state]}.`,
        },
      ]),
  ...(meaning(before) === meaning(after)
    ? []
    : [{ rule: after.id, message: `“${after.title}” now says: ${ruleInWords(after)} Before: ${ruleInWords(before)}` }]),
];

const modeRows = ({ modes }: RuleSet): Map<string, string> =>
  new Map(modes.map(({ pipeline, stage, mode }) => [`${pipeline} / ${stage}`, mode]));

const modeChanges = (before: RuleSet, after: RuleSet): RuleChange[] => {
  const old = modeRows(before);
  const now = modeRows(after);
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((place) => old.get(place) !== now.get(place))
    .map((place) => ({
      rule: null,
      message: `Mode of ${place}: ${old.get(place) ?? 'not set'} -> ${now.get(place) ?? 'not set'}.`,
    }));
};

/** What changed between two versions of the rules, in an admin's words; empty when they mean the same. */
export const diffRules = (before: RuleSet, after: RuleSet): RuleChange[] => {
  const old = new Map(before.rules.map((rule) => [rule.id, rule]));
  const now = new Map(after.rules.map((rule) => [rule.id, rule]));
  const gone = before.rules.filter(({ id }) => !now.has(id));
  return [
    ...after.rules.flatMap((rule) => {
      const known = old.get(rule.id);
      return known
        ? changesOf(known, rule)
        : [{ rule: rule.id, message: `New (${STATE_WORDS[rule.state]}): “${rule.title}” ${ruleInWords(rule)}` }];
    }),
    ...gone.map(({ id, title }) => ({ rule: id, message: `Removed: “${title}”.` })),
    ...modeChanges(before, after),
  ];
};
