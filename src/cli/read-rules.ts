import { readFile } from 'node:fs/promises';
import { AppError, systemCode } from '../errors.ts';
import { toActiveRules } from '../inbox/active-rules.ts';
import type { ActiveRules } from '../inbox/active-rules.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import type { RuleProblem, RuleReading } from '../rules/validate-rules.ts';
import { readRules } from '../rules/validate-rules.ts';
import { versionOf } from '../sheet/sheet-version.ts';

/** The largest document of rules that is read. */
const LARGEST_BYTES = 5_000_000;

const unreadable = (path: string, why: string, cause?: unknown): AppError =>
  new AppError('INPUT_UNREADABLE', `${path}: ${why}`, { cause });

const readJson = async (path: string): Promise<unknown> => {
  let text: string;
  try {
    text = (await readFile(path, 'utf8')).replace(/^\ufeff/, '');
  } catch (cause) {
    const code = systemCode(cause);
    throw unreadable(
      path,
      code === 'ENOENT' ? 'there is no such file.' : `it cannot be read (${code ?? 'unknown'}).`,
      cause,
    );
  }
  if (text.length > LARGEST_BYTES) throw unreadable(path, 'a document of rules is never this large.');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(path, `this is not JSON (${cause instanceof Error ? cause.message : String(cause)}).`, cause);
  }
};

/** A problem in one sentence: which rule, which part, what to do. */
export const describeRuleProblem = ({ rule, at, message }: RuleProblem): string =>
  `${rule === null ? '' : `rule ${rule}, `}${at === '' ? 'document' : at}: ${message}`;

/** The rules in a file and what is wrong with them. Throws INPUT_UNREADABLE when it is no JSON file. */
export const readRulesFile = async (path: string): Promise<RuleReading> => readRules(await readJson(path));

/** Rules that can be used. Throws RULES_UNUSABLE with every problem, each in a line. */
export const usableRules = async (path: string): Promise<RuleSet> => {
  const { rules, problems } = await readRulesFile(path);
  if (rules !== null) return rules;
  const lines = problems.filter(({ severity }) => severity === 'error').map(describeRuleProblem);
  throw new AppError('RULES_UNUSABLE', [`${path} cannot be used as rules.`, ...lines].join('\n'));
};

/** The rules of a file ready to run; without a file the rules of a new account. */
export const rulesToApply = async (path: string | undefined): Promise<ActiveRules> => {
  if (path === undefined) return toActiveRules(null);
  const document = await usableRules(path);
  return toActiveRules({ id: path, hash: versionOf(document), document });
};
