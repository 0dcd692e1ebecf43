import { z } from 'zod';

/** A fact about what is sold, as the CRM or the sheet spells it. */
export const AttributeValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type AttributeValue = z.infer<typeof AttributeValue>;

const Attributes = z.record(z.string(), AttributeValue);
const text = z.string().nullish();

/** What is neither text nor a number in its place is taken as its JSON text, so that a finding can show it. */
const asItStands = ({ value }: { value: unknown }): string => JSON.stringify(value) ?? '';

/** Text as people or machines write it: a code or a number of milliseconds without quotes is that number as text. */
const written = text.catch(asItStands);

/**
 * One line item. Quantity and dates are taken as they come: a wrong one is a finding with its code
 * (QTY_INVALID, DATE_BLANK), never a refusal to read the deal.
 */
export const LineItem = z.object({
  id: z.string(),
  product: written,
  quantity: z.union([z.number(), z.string(), z.boolean(), z.null()]).optional().catch(asItStands),
  unit: written,
  unitPrice: z.number().nullish(),
  requestedDate: written,
  startDate: written,
  attributes: Attributes.nullish(),
});
export type LineItem = z.infer<typeof LineItem>;

const Person = z.object({ id: text, name: text, email: text, team: text, role: text });

const Deliverable = z.object({
  product: text,
  quantity: z.number().nullish(),
  date: text,
  unitPrice: z.number().nullish(),
  attributes: Attributes.nullish(),
});

const Estimate = z.object({
  class: text,
  hours: z.number().nullish(),
  byRole: z.record(z.string(), z.number()).nullish(),
  author: Person.nullish(),
  reviewer: Person.nullish(),
  revisions: z.array(z.looseObject({})).nullish(),
});

/** The CRM-neutral snapshot that every check runs on (cli-contract, "Deal input"). Only id and lines must be there. */
export const Deal = z.object({
  id: z.string(),
  name: text,
  stage: text,
  pipeline: text,
  amount: z.number().nullish(),
  currency: text,
  probability: z.number().nullish(),
  owner: Person.nullish(),
  company: z.object({ id: text, name: text, tier: text }).nullish(),
  eventAt: written,
  requestedDate: written,
  attributes: Attributes.nullish(),
  lines: z.array(LineItem),
  requirements: z.array(Deliverable).nullish(),
  bid: z.array(Deliverable).nullish(),
  needs: Attributes.nullish(),
  texts: z.array(z.object({ source: text, at: text, author: text, text: z.string() })).nullish(),
  estimate: Estimate.nullish(),
  outcome: z.looseObject({ deliveredDate: text, reasonCode: text }).nullish(),
});
export type Deal = z.infer<typeof Deal>;
