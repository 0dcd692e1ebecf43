import { runChecks } from '../checks/run-checks.ts';
import { canonicalJson } from '../crm/content-hash.ts';
import { readRun } from '../db/check-runs.ts';
import type { StoredRun } from '../db/check-runs.ts';
import { asInstall } from '../db/roles.ts';
import type { Tx } from '../db/roles.ts';
import { rulesOfHash } from '../db/rule-versions.ts';
import { sheetInForce } from '../db/sheet-versions.ts';
import { AppError } from '../errors.ts';
import { DEFAULT_RULES_VERSION, toActiveRules } from '../inbox/active-rules.ts';
import { pipelineAt } from '../inbox/open-pipeline.ts';
import { dayIn, toPublishedSheet } from '../inbox/published-sheet.ts';
import { applyRules } from '../rules/apply-rules.ts';
import type { RuledResult } from '../rules/ruled-result.ts';
import { EXIT } from './exit-code.ts';
import { describeResult } from './print-check.ts';
import type { Terminal } from './terminal.ts';
import { withInstall } from './with-install.ts';

/** The stored inputs through the checks and rules of their versions once more (S18). */
const checkAgain = async (tx: Tx, run: StoredRun): Promise<RuledResult> => {
  const version = await sheetInForce(tx, run.sheetHash, run.checkedAt);
  if (!version) throw new AppError('SHEET_MISSING', 'The capacity sheet of this check is no longer stored.');
  const rules = run.rulesVersion === DEFAULT_RULES_VERSION ? null : await rulesOfHash(tx, run.rulesVersion);
  if (rules === null && run.rulesVersion !== DEFAULT_RULES_VERSION)
    throw new AppError('RULES_MISSING', 'The rules of this check are no longer stored.');
  const sheet = toPublishedSheet(version);
  const { plan } = sheet;
  const today = dayIn(plan.timeZone, run.checkedAt);
  const result = runChecks({
    deal: run.snapshot,
    plan,
    today,
    pipeline: run.pipelineSeen ? await pipelineAt(tx, run.pipelineSeen, { plan, today }) : null,
    sheetVersion: run.sheetHash,
    sheetPublishedOn: dayIn(plan.timeZone, sheet.publishedAt),
    sheetFailingSince: run.sourceFailingSince ? dayIn(plan.timeZone, run.sourceFailingSince) : null,
    rulesVersion: run.rulesVersion,
  });
  return applyRules(toActiveRules(rules).compiled, { deal: run.snapshot, result, sheet: plan.sheet });
};

/** `keepable replay --run ID`: prints the stored check again; exit code 1 when a byte of it differs from what was stored. */
export const replayRun = (
  id: string,
  options: { account?: string; json?: true },
  terminal: Terminal,
): Promise<number> =>
  withInstall(options.account, async ({ kysely }, install) => {
    const { run, again } = await asInstall(kysely, install.id, async (tx) => {
      const stored = await readRun(tx, id);
      if (!stored) throw new AppError('INPUT_UNREADABLE', `There is no stored check ${id} for this account.`);
      return { run: stored, again: await checkAgain(tx, stored) };
    });
    const text = canonicalJson(again);
    const isSame = text === canonicalJson(run.result);
    terminal.out(options.json ? text : describeResult(again));
    if (!isSame) terminal.err(`Check ${id} gives another answer than the one that was stored.`);
    return isSame ? EXIT.done : EXIT.findings;
  });
