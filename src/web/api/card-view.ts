import type {
  CardCheck,
  CardFigure,
  CardLine,
  CardOption,
  CardSignoff,
  CardView,
  CheckStatus,
  CheckedCard,
  NoticeCard,
} from '../../../app-manifest/hubspot/src/app/cards/card-view.ts';
import type { CheckResult, LineResult } from '../../checks/check-result.ts';
import { checks } from '../../checks/index.ts';
import { isForAll } from '../../checks/finding.ts';
import type { Finding } from '../../checks/finding.ts';
import { decidingLine } from '../../checks/sentence.ts';
import {
  ageText,
  dateText,
  deliveries,
  detailText,
  lineTitle,
  momentText,
  moneyText,
  optionTitle,
  priceParts,
  slackText,
} from './card-text.ts';

/** The published sheet, as the foot of the card names it. */
export type CardSheet = {
  plant: string;
  hash: string;
  publishedAt: Date;
  timeZone: string;
  currency: string | null;
};

/** A sign-off task as we last wrote it to the CRM. */
export type CardTask = {
  key: string;
  subject: string;
  dueAt: string | null;
  assigneeEmail: string | null;
  status: CardSignoff['status'];
};

/** Everything the card is made of. `run` null: the deal was never checked; `sheet` null: none is published. */
export type CardFacts = {
  run: { result: CheckResult; checkedAt: Date } | null;
  sheet: CardSheet | null;
  tasks: CardTask[];
  /** True while a change of the deal waits to be checked. */
  pending: boolean;
  /** E-mail addresses of those who may read findings for few eyes: the deal's owner, and sales managers of the People tab. */
  confidants?: readonly string[];
};

/** Worst first; what is not checked stands before what passed, because it is not known to be fine. */
const ORDER: CheckStatus[] = ['fail', 'action', 'warn', 'not_checked', 'pass'];

/** The title of the check in the list of checks; its id in words when an old run names one that is gone. */
const titleOf = (id: string): string =>
  checks.find((check) => check.id === id)?.title ?? id.charAt(0).toUpperCase() + id.slice(1).replaceAll('-', ' ');

const toCheck = (finding: Finding, index: number): CardCheck => ({
  id: `${finding.check}-${index}`,
  title: titleOf(finding.check),
  status: finding.severity,
  message: isForAll(finding)
    ? finding.message
    : `${finding.message} Only the owner of the deal and their manager see this.`,
  evidence: finding.evidence.map(({ what, value, row }) => ({ what, value, row: row ?? null })),
  fix: finding.fix,
  question: finding.question ?? null,
});

const byStatus = (a: CardCheck, b: CardCheck): number => ORDER.indexOf(a.status) - ORDER.indexOf(b.status);

const toLine = (line: LineResult): CardLine => ({
  id: line.id,
  title: lineTitle(line),
  verdict: line.verdict,
  requested: dateText(line.requested),
  earliest: dateText(line.promise),
  slack: slackText(line.slackDays),
});

/** Requested, earliest, slack of the line that decides; with several lines the note names it. */
const figuresOf = (line: LineResult | null, lineCount: number): CardFigure[] => {
  const { requested, promise, slackDays } = line ?? { requested: null, promise: null, slackDays: null };
  const note = line && lineCount > 1 ? lineTitle(line) : null;
  return [
    { label: 'Requested', value: dateText(requested), note },
    { label: 'Earliest, full', value: dateText(promise), note },
    { label: 'Slack', value: slackText(slackDays), note: slackDays === null ? null : 'working days' },
  ];
};

const optionsOf = ({ alternatives, lines }: CheckResult, currency: string | null): CardOption[] =>
  alternatives.map((alternative, index) => ({
    id: `${alternative.kind}-${index}`,
    title: optionTitle(alternative),
    note: priceParts(alternative, currency),
    delivered: deliveries(alternative, lines),
    cost: alternative.cost.total === 0 ? 'None' : moneyText(alternative.cost.total, currency),
    meetsRequest: alternative.meetsRequest,
  }));

const toSignoff = (task: CardTask, answer: CheckResult, timeZone: string): CardSignoff => ({
  id: task.key,
  question: task.subject,
  who: answer.signoffs.find(({ question }) => question === task.subject)?.role ?? task.assigneeEmail ?? 'Operations',
  status: task.status,
  due: task.dueAt === null ? null : momentText(new Date(task.dueAt), timeZone),
});

const VERSION_LENGTH = 7;

const sheetText = (sheet: CardSheet, now: Date): string => {
  const version = sheet.hash.replace(/^sha256:/, '').slice(0, VERSION_LENGTH);
  return `Capacity sheet of ${sheet.plant}, version ${version}, ${ageText(sheet.publishedAt, now)}`;
};

const checkedCard = (
  facts: CardFacts,
  answer: CheckResult,
  at: { sheet: CardSheet; checkedAt: Date; now: Date; mayRead: (found: Finding) => boolean },
): CheckedCard => {
  const { sheet } = at;
  const deciding = decidingLine(answer.lines);
  return {
    state: 'checked',
    verdict: answer.verdict,
    sentence: answer.sentence,
    detail: detailText(deciding),
    figures: figuresOf(deciding, answer.lines.length),
    lines: answer.lines.map(toLine),
    checks: answer.findings.filter(at.mayRead).map(toCheck).sort(byStatus),
    options: optionsOf(answer, sheet.currency),
    signoffs: facts.tasks.map((task) => toSignoff(task, answer, sheet.timeZone)),
    sheet: sheetText(sheet, at.now),
    checked: `Checked ${momentText(at.checkedAt, sheet.timeZone)}`,
    checkedAt: at.checkedAt.toISOString(),
    pending: facts.pending,
  };
};

const NO_SHEET: Omit<NoticeCard, 'pending'> = {
  state: 'no_sheet',
  title: 'No capacity sheet yet',
  message: 'Nothing can be checked until operations publishes a capacity sheet. Ask them for one.',
};

const NOT_CHECKED: Omit<NoticeCard, 'pending'> = {
  state: 'not_checked',
  title: 'Not checked yet',
  message: 'This deal is checked when its stage, dates, quantities or products change, or right now.',
};

/** The refusal for people and portals that may not see this deal. */
export const NOT_PERMITTED: NoticeCard = {
  state: 'not_permitted',
  title: 'You cannot see this delivery check',
  message: 'Keepable is not connected to this account, or not for you. Ask your admin.',
  pending: false,
};

const sameAddress = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** Without an address nobody is. */
const isConfidant = ({ confidants = [] }: CardFacts, viewerEmail: string | null): boolean =>
  viewerEmail !== null && viewerEmail.trim() !== '' && confidants.some((one) => sameAddress(one, viewerEmail));

/** What the card shows: the answer in the rep's words, or why there is none. Same facts, same bytes. */
export const cardView = (facts: CardFacts, now: Date, viewerEmail: string | null = null): CardView => {
  const { run, sheet, pending } = facts;
  if (!sheet) return { ...NO_SHEET, pending };
  if (!run) return { ...NOT_CHECKED, pending };
  const mayRead = (found: Finding): boolean => isForAll(found) || isConfidant(facts, viewerEmail);
  return checkedCard(facts, run.result, { sheet, checkedAt: run.checkedAt, now, mayRead });
};
