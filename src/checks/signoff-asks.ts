import type { CapacitySheet } from '../capacity/capacity-sheet.ts';
import { formatIsoDate } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import type { LineResult, SignoffAsk } from './check-result.ts';
import type { Finding } from './finding.ts';
import { listed } from './line-name.ts';
import { signerForRole, signerOf } from './signer.ts';

type Asked = { deal: Deal; sheet: CapacitySheet; lines: readonly LineResult[]; findings: readonly Finding[] };
type Asking = Finding & { signoffRole: string; code: NonNullable<Finding['code']> };

const asks = (found: Finding): found is Asking => found.signoffRole !== undefined && found.code !== null;

const goods = ({ quantity, product, id }: LineResult): string =>
  quantity === null ? (product ?? `line ${id}`) : `${quantity} ${product ?? `of line ${id}`}`;

const by = (date: string | null): string => (date === null ? '' : ` by ${formatIsoDate(date)}`);

/** What is asked for, as a question and never as an order: "Can we deliver 100 BRK to Acme by 17 Mar 2026?" */
export const questionFor = (deal: Deal, lines: readonly LineResult[]): string => {
  const customer = deal.company?.name ? ` to ${deal.company.name}` : '';
  const [first] = lines;
  if (!first) return `Can we deliver ${deal.name ?? 'this deal'}${customer}?`;
  const sameDate = lines.every(({ requested }) => requested === first.requested);
  if (sameDate) return `Can we deliver ${listed(lines.map(goods))}${customer}${by(first.requested)}?`;
  return `Can we deliver${customer} ${listed(lines.map((line) => `${goods(line)}${by(line.requested)}`))}?`;
};

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
    return [{ role, why, question: questionFor(deal, about), email: emailOf(sheet, role, about) }];
  });
};
