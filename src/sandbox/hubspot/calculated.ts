import type { ObjectType } from './object-types.ts';
import { findStage, isClosedStage, isWonStage } from './pipelines.ts';
import type { Pipeline } from './pipelines.ts';

export type PropertyValues = Record<string, string | null>;

/** The properties that HubSpot computes itself from the others; `at` is the moment of the change as ISO text. */
export const calculatedProperties = (
  pipelines: Pipeline[],
  type: ObjectType,
  { before, after, at }: { before: PropertyValues; after: PropertyValues; at: string },
): PropertyValues => {
  if (type === 'deals') return dealProperties(pipelines, before, after, at);
  if (type === 'line_items') return { amount: netPrice(after) };
  if (type === 'tasks') return taskProperties(before, after, at);
  return {};
};

const dealProperties = (
  pipelines: Pipeline[],
  before: PropertyValues,
  after: PropertyValues,
  at: string,
): PropertyValues => {
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
  if (line['quantity'] == null || line['price'] == null) return null;
  const total = Number(line['quantity']) * Number(line['price']);
  return Number.isFinite(total) ? String(Math.round(total * 100) / 100) : null;
};

const taskProperties = (before: PropertyValues, after: PropertyValues, at: string): PropertyValues => {
  const done = after['hs_task_status'] === 'COMPLETED';
  if (!done) return { hs_task_completion_date: null };
  return before['hs_task_status'] === 'COMPLETED' ? {} : { hs_task_completion_date: at };
};
