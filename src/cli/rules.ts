import { restoreRules, putRulesInForce } from '../db/rule-activate.ts';
import type { ListedRules } from '../db/rule-versions.ts';
import { listRuleVersions } from '../db/rule-versions.ts';
import { asInstall } from '../db/roles.ts';
import { formatIsoDate } from '../deal/day.ts';
import { DEFAULT_RULES } from '../rules/default-rules.ts';
import { diffRules } from '../rules/diff-rules.ts';
import { ruleInWords } from '../rules/rule-in-words.ts';
import { ruleSetJsonSchema } from '../rules/rule-set.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import { versionOf } from '../sheet/sheet-version.ts';
import { EXIT } from './exit-code.ts';
import { describeRuleProblem, readRulesFile, usableRules } from './read-rules.ts';
import type { Terminal } from './terminal.ts';
import { withInstall } from './with-install.ts';

export type ListOptions = { account?: string; json?: true };
export type ValidateOptions = { json?: true };
export type ActivateOptions = ListOptions & { note?: string; author?: string };
export type RestoreRulesOptions = ListOptions & { author?: string };

const inForce = (versions: readonly ListedRules[]): RuleSet =>
  versions.find(({ isActive }) => isActive)?.document ?? DEFAULT_RULES;

const sentences = ({ rules, modes }: RuleSet): string[] => [
  ...rules.map((rule) => `${rule.state.padEnd(6)}  ${rule.id}: ${rule.title} ${ruleInWords(rule)}`),
  ...modes.map(({ pipeline, stage, mode }) => `mode    ${pipeline} / ${stage}: ${mode}`),
];

const describeVersion = ({ isActive, id, activatedAt, author, note }: ListedRules): string =>
  [
    isActive ? '*' : ' ',
    id,
    formatIsoDate(activatedAt.toISOString().slice(0, 10)),
    author ?? 'nobody named',
    note ?? '',
  ]
    .join('  ')
    .trimEnd();

/** `keepable rules list`: the rules in force as sentences, and the history; a star marks the version in force. */
export const listRules = (options: ListOptions, terminal: Terminal): Promise<number> =>
  withInstall(options.account, async ({ kysely }, install) => {
    const versions = await asInstall(kysely, install.id, (tx) => listRuleVersions(tx));
    const rules = inForce(versions);
    const history = versions.map(({ document: _document, ...version }) => version);
    terminal.out(
      options.json
        ? JSON.stringify({ account: install.account, rules, versions: history })
        : [...sentences(rules), '', ...versions.map(describeVersion)].join('\n').trimEnd(),
    );
    return EXIT.done;
  });

/** `keepable rules validate FILE`: exit code 1 when the rules cannot be used or a row can never apply. */
export const validateRules = async (file: string, options: ValidateOptions, terminal: Terminal): Promise<number> => {
  const { rules, problems } = await readRulesFile(file);
  if (options.json) terminal.out(JSON.stringify({ usable: rules !== null, problems }));
  else
    terminal.out(
      [
        ...problems.map((problem) => `${problem.severity}: ${describeRuleProblem(problem)}`),
        rules === null ? `${file} cannot be used.` : `${file} can be used: ${rules.rules.length} rules.`,
      ].join('\n'),
    );
  return problems.length === 0 ? EXIT.done : EXIT.findings;
};

/** `keepable rules activate FILE`: tells what changes, puts the rules in force and has every open deal checked under them. */
export const activateRulesFile = async (
  file: string,
  options: ActivateOptions,
  terminal: Terminal,
): Promise<number> => {
  const document = await usableRules(file);
  return withInstall(options.account, async (database, install) => {
    const versions = await asInstall(database.kysely, install.id, (tx) => listRuleVersions(tx));
    const changes = diffRules(inForce(versions), document);
    const { versionId, deals } = await putRulesInForce(database.kysely, install.id, {
      rules: {
        hash: versionOf(document),
        document,
        author: options.author ?? null,
        note: options.note ?? file,
        activatedAt: new Date(),
      },
    });
    database.workSignal.send();
    const told = { account: install.account, version: versionId, changes, dealsToCheck: deals };
    const lines = [...changes.map(({ message }) => message), inForceNow(versionId, deals)];
    terminal.out(options.json ? JSON.stringify(told) : lines.join('\n'));
    return EXIT.done;
  });
};

const inForceNow = (version: string, deals: number): string =>
  `Version ${version} of the rules is in force. ${deals === 1 ? '1 deal is' : `${deals} deals are`} checked under it.`;

/** `keepable rules restore NUMBER`: an earlier version is in force again, as a new entry of the history. */
export const restoreRulesVersion = (
  number: string,
  options: RestoreRulesOptions,
  terminal: Terminal,
): Promise<number> =>
  withInstall(options.account, async (database, install) => {
    const { versionId, deals } = await restoreRules(database.kysely, install.id, {
      versionId: number,
      author: options.author ?? null,
      note: `Version ${number} again`,
      now: new Date(),
    });
    database.workSignal.send();
    const told = { account: install.account, version: versionId, dealsToCheck: deals };
    terminal.out(options.json ? JSON.stringify(told) : inForceNow(versionId, deals));
    return EXIT.done;
  });

/** `keepable rules schema`: for editors that complete and check JSON. */
export const printSchema = async (terminal: Terminal): Promise<number> => {
  terminal.out(JSON.stringify(ruleSetJsonSchema(), null, 2));
  return EXIT.done;
};
