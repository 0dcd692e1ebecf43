import { draftBrief } from '../brief/draft-brief.ts';
import type { CheckResult } from '../checks/check-result.ts';
import { isForAll } from '../checks/finding.ts';
import type { Deal } from '../deal/deal.ts';
import { signoffStatus, wantedAsk } from '../signoff/wanted-ask.ts';
import { isNews, shownAfter, shownVerdict, taskWriteBack } from './previously-shown.ts';
import type { PreviouslyShown } from './previously-shown.ts';
import { signoffTasks } from './signoff-tasks.ts';
import type { Asked } from './signoff-tasks.ts';
import { verdictFields } from './verdict-fields.ts';
import { verdictNote } from './verdict-note.ts';
import type { Links } from './verdict-note.ts';
import type { WriteBack } from './write-back.ts';

export type WriteBackFacts = {
  deal: Deal;
  result: CheckResult;
  /** What the deal shows by our hand; `NOTHING_SHOWN` for a new one. */
  previous: PreviouslyShown;
  /** The moment of the check, ISO instant. */
  now: string;
  links: Links;
  /** The questions of the deal after this check. */
  asked: Asked;
  /** Hash of snapshot, sheet and rules versions, made by the caller. */
  checkKey: string;
};

/** What to write, and what the deal shows once all of it is written. */
export type WriteBackPlan = { writeBacks: WriteBack[]; shown: PreviouslyShown };

/** What a CRM shows is read by everybody who sees the deal: findings for the owner and their manager alone stay out of it. */
const forAll = (result: CheckResult): CheckResult => ({ ...result, findings: result.findings.filter(isForAll) });

/**
 * What the deal should show: its fields, a note when the verdict changed, the sign-off questions (those whose cause is gone
 * withdrawn) and the brief. Same facts, same bytes (S18).
 */
export const planWriteBacks = (all: WriteBackFacts): WriteBackPlan => {
  const facts = { ...all, result: forAll(all.result) };
  const { deal, result, previous, asked, checkKey } = facts;
  const tasks = signoffTasks(facts);
  const status = signoffStatus(result.signoffs.map(wantedAsk), asked.asks);
  const news = isNews(previous.verdict, shownVerdict(result));
  return {
    writeBacks: [
      { kind: 'fields', key: 'verdict', fields: verdictFields(result, { signoffStatus: status, checkKey }) },
      ...(news ? [verdictNote(facts)] : []),
      ...tasks.map(taskWriteBack),
      draftBrief(deal, result),
    ],
    shown: shownAfter(previous, result, tasks),
  };
};
