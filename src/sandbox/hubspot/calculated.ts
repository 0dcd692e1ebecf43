import type { ObjectType } from './object-types.ts';
import { findStage, isClosedStage, isWonStage } from './pipelines.ts';
import type { Pipeline } from './pipelines.ts';

export type PropertyValues = Record<string, string | null>;

/** The values of a record around a change; `at` is the moment as ISO text. */
export type Change = { before: PropertyValues; after: PropertyValues; at: string };

/** The properties that HubSpot computes itself from the others. */
export const calculatedProperties = (pipelines: Pipeline[], type: ObjectType, change: Change): PropertyValues => {
  if (type === 'deals') return dealProperties(pipelines, change);
  if (type === 'line_items') return { amount: netPrice(change.after) };
  if (type === 'tasks') return taskProperties(change);
  return {};
};

const dealProperties = (pipelines: Pipeline[], { before, after, at }: Change): PropertyValues => {
  const stage = findStage(pipelines, after['dealstage']);
  if (!stage) return {};
  const entered = before['dealstage'] === stage.id ? {} : { [`hs_v2_date_entered_${stage.id}`]: at };
  return {
    ...entered,
    hs_is_closed: String(isClosedStage(stage)),
    hs_is_closed_won: String(isWonStage(stage)),
    hs_deal_stage_probability: stage.metadata['probability'] ?? null,
  };
};

const netPrice = (line: PropertyValues): string | null => {
  const { quantity = null, price = null } = line;
  if (quantity === null || price === null) return null;
  const total = Number(quantity) * Number(price);
  return Number.isFinite(total) ? String(Math.round(total * 100) / 100) : null;
};

const taskProperties = ({ before, after, at }: Change): PropertyValues => {
  const done = after['hs_task_status'] === 'COMPLETED';
  if (!done) return { hs_task_completion_date: null };
  return before['hs_task_status'] === 'COMPLETED' ? {} : { hs_task_completion_date: at };
};
