import type { CapacitySheet } from '../capacity/capacity-sheet.ts';
import { formatIsoDate } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import type { LineResult, SignoffAsk } from './check-result.ts';
import type { Finding, ReasonCode } from './finding.ts';
import { listed } from './line-name.ts';
import { signerForRole, signerOf } from './signer.ts';

type Asked = { deal: Deal; sheet: CapacitySheet; lines: readonly LineResult[]; findings: readonly Finding[] };
type Asking = Finding & { signoffRole: string; code: NonNullable<Finding['code']> };

const asks = (found: Finding): found is Asking => found.signoffRole !== undefined && found.code !== null;

const goods = ({ quantity, product, id }: LineResult): string =>
  quantity === null ? (product ?? `line ${id}`) : `${quantity} ${product ?? `of line ${id}`}`;

const by = (date: string | null): string => (date === null ? '' : ` by ${formatIsoDate(date)}`);

type Question = { deal: Deal; lines: readonly LineResult[]; group: readonly Asking[] };

const customerOf = (deal: Deal): string => (deal.company?.name ? ` to ${deal.company.name}` : '');

/** " with length_mm 900 mm": what is special about the goods, for questions about scope. */
const special = (group: readonly Asking[]): string => {
  const stated = group.flatMap(({ evidence }) => (evidence[0] ? [`${evidence[0].what} ${evidence[0].value}`] : []));
  return stated.length === 0 ? '' : ` with ${listed([...new Set(stated)])}`;
};

const canWeDeliver = ({ deal, lines }: Question, extra = ''): string => {
  const customer = customerOf(deal);
  const [first] = lines;
  if (!first) return `Can we deliver ${deal.name ?? 'this deal'}${customer}?`;
  const sameDate = lines.every(({ requested }) => requested === first.requested);
  if (sameDate) return `Can we deliver ${listed(lines.map(goods))}${extra}${customer}${by(first.requested)}?`;
  return `Can we deliver${customer} ${listed(lines.map((line) => `${goods(line)}${by(line.requested)}`))}${extra}?`;
};

/** The plain question about a deal: "Can we deliver 100 BRK to Acme by 17 Mar 2026?" */
export const dealQuestion = (deal: Deal, lines: readonly LineResult[]): string =>
  canWeDeliver({ deal, lines, group: [] });

const aboutScope = (question: Question): string => canWeDeliver(question, special(question.group));

const aboutEstimate = ({ deal }: Question): string => `Is the estimate for ${deal.name ?? 'this deal'} right?`;

/** Below cost where one of the lines is; else below the floor that the sheet sets. */
const aboutMargin = ({ deal, lines, group }: Question): string => {
  const isFloor = group.every(({ message }) => message.includes('leaves a margin of'));
  const what = lines.length > 0 ? listed(lines.map(goods)) : (deal.name ?? 'this deal');
  return `May we sell ${what}${customerOf(deal)} below ${isFloor ? 'the margin floor' : 'cost'}?`;
};

const QUESTIONS: Partial<Record<ReasonCode, (question: Question) => string>> = {
  ATTR_RANGE: aboutScope,
  ATTR_FORBIDDEN: aboutScope,
  COMBINATION: aboutScope,
  AUTHOR_IS_SALES: aboutEstimate,
  ROLE_MISSING: aboutEstimate,
  MARGIN_FLOOR: (question) => aboutMargin(question),
};

/** What is asked, as a question and never as an order: "Can we deliver 100 BRK to Acme by 17 Mar 2026?" */
const questionFor = (why: ReasonCode, question: Question): string =>
  QUESTIONS[why]?.(question) ?? canWeDeliver(question);

const emailOf = (sheet: CapacitySheet, role: string, lines: readonly LineResult[]): string | null => {
  const bound = lines.map((line) => signerOf(sheet, line)).find((signer) => signer.role === role);
  return (bound ?? signerForRole(sheet, role)).email;
};

/** Who must agree to what: one ask per role and cause, about every line that it concerns, in the order of the findings. */
export const signoffAsks = ({ deal, sheet, lines, findings }: Asked): SignoffAsk[] => {
  const groups = Map.groupBy(findings.filter(asks), ({ signoffRole, code }) => `${signoffRole} ${code}`);
  return [...groups.values()].flatMap((group) => {
    const [found] = group;
    if (!found) return [];
    const about = lines.filter(({ id }) => group.some(({ line }) => line === id));
    const { signoffRole: role, code: why } = found;
    return [
      { role, why, question: questionFor(why, { deal, lines: about, group }), email: emailOf(sheet, role, about) },
    ];
  });
};
