import type { CapacitySheet, Doubt, Product } from '../capacity/capacity-sheet.ts';
import { nameKey } from '../capacity/plan.ts';
import type { LineItem } from '../deal/deal.ts';
import type { CheckFacts, Note } from './check.ts';
import { listed } from './line-name.ts';
import { productOf } from './product-of.ts';

/** Resources and roles that a product needs, in every way that the sheet knows to make it. */
const resourcesOf = (sheet: CapacitySheet, { code }: Product): Set<string> => {
  const isOurs = ({ product }: { product: string }): boolean => nameKey(product) === nameKey(code);
  const steps = sheet.routing.filter(isOurs).flatMap((step) => [step.resource, ...step.alternativeResources]);
  const roles = sheet.serviceTemplates.filter(isOurs).map((phase) => phase.role);
  return new Set([...steps, ...roles].map(nameKey));
};

type Asked = Pick<CheckFacts, 'deal' | 'sheet' | 'plan'>;

const concerns = (doubt: Doubt, facts: Asked, product: Product): boolean => {
  const name = nameKey(doubt.name ?? '');
  const { company } = facts.deal;
  if (doubt.about === 'product') return name === nameKey(product.code);
  if (doubt.about === 'resource') return resourcesOf(facts.sheet, product).has(name);
  return doubt.about === 'plant' || [company?.name, company?.id].some((customer) => nameKey(customer ?? '') === name);
};

/** Rows of the workbook that the line depends on and that could not be read: nobody can tell what they say (S17). */
export const doubtNotes = (facts: Asked, line: LineItem, name: string): Note[] => {
  const product = productOf(facts.plan, line);
  const doubts = product ? (facts.sheet.doubts ?? []).filter((doubt) => concerns(doubt, facts, product)) : [];
  if (doubts.length === 0) return [];
  const rows = [...new Set(doubts.map(({ row }) => row))];
  return [
    {
      severity: 'action',
      code: 'PRODUCT_UNKNOWN',
      message: `The capacity sheet cannot be read where ${name} depends on it (${listed(rows.slice(0, 3))}${rows.length > 3 ? ' and more' : ''}), so the date is not sure.`,
      evidence: rows.map((row) => ({ what: 'Row that cannot be read', value: row, row })),
      fix: `Ask operations to correct ${listed(rows.slice(0, 3))} and to publish the sheet again.`,
    },
  ];
};
