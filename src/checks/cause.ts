import type { Binding, LineResult } from './check-result.ts';
import type { ReasonCode } from './finding.ts';

const BY_BINDING: Record<Binding['kind'], ReasonCode> = {
  capacity: 'CAPACITY_SHORT',
  material: 'MATERIAL_LATE',
  stock: 'MATERIAL_LATE',
  fence: 'FENCE',
  entry: 'LEADTIME_SHORT',
  engineering: 'LEADTIME_SHORT',
  quality: 'LEADTIME_SHORT',
  transit: 'LEADTIME_SHORT',
  start: 'LEADTIME_SHORT',
};

/** The one reason that explains a line's date best: a date that has passed, the horizon, else the binding constraint. */
export const causeOf = ({ reasons, binding }: LineResult): ReasonCode => {
  if (reasons.includes('DATE_PAST')) return 'DATE_PAST';
  if (reasons.includes('HORIZON')) return 'HORIZON';
  return binding ? BY_BINDING[binding.kind] : 'LEADTIME_SHORT';
};
