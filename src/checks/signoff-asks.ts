import type { CapacitySheet } from '../capacity/capacity-sheet.ts';
import { formatIsoDate } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import type { LineResult, SignoffAsk } from './check-result.ts';
import type { Finding } from './finding.ts';
import { signerForRole, signerOf } from './signer.ts';

type Asked = { deal: Deal; sheet: CapacitySheet; lines: readonly LineResult[]; findings: readonly Finding[] };

/** What is asked for in a line, as a question and never as an order: "Can we deliver 100 BRK to Acme by 17 Mar 2026?" */
export const questionFor = (deal: Deal, line: LineResult | null): string => {
  const goods = line
    ? [line.quantity, line.product].filter((word) => word !== null).join(' ')
    : (deal.name ?? 'this deal');
  const customer = deal.company?.name ? ` to ${deal.company.name}` : '';
  const by = line?.requested ? ` by ${formatIsoDate(line.requested)}` : '';
  return `Can we deliver ${goods}${customer}${by}?`;
};

const askOf = ({ deal, sheet, lines }: Asked, found: Finding): SignoffAsk[] => {
  if (!found.signoffRole || !found.code) return [];
  const line = lines.find((candidate) => candidate.id === found.line) ?? null;
  const named = signerForRole(sheet, found.signoffRole);
  const byLine = line ? signerOf(sheet, line) : named;
  const email = byLine.role === found.signoffRole ? byLine.email : named.email;
  return [{ role: found.signoffRole, why: found.code, question: questionFor(deal, line), email }];
};

/** Who must agree to what: one ask per role and cause, in the order of the findings. */
export const signoffAsks = (asked: Asked): SignoffAsk[] => {
  const asks = new Map<string, SignoffAsk>();
  for (const ask of asked.findings.flatMap((found) => askOf(asked, found))) {
    const key = `${ask.role} ${ask.why}`;
    if (!asks.has(key)) asks.set(key, ask);
  }
  return [...asks.values()];
};
