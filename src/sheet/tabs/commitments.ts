import type { CalendarDay, Commitment, StockRow } from '../../capacity/capacity-sheet.ts';
import { aside, expected, maybe, orElse, required } from '../column.ts';
import { date } from '../date-columns.ts';
import { amount, hours } from '../number-columns.ts';
import type { ReadRow } from '../read-tab.ts';
import { name, oneOf, text, yesNo } from '../text-columns.ts';
import { calendarName } from './resources.ts';

/** Commitments: load that is already promised to somebody. */
export const commitmentsTab = {
  tab: 'Commitments',
  columns: {
    id: expected(text, ''),
    customer: aside(text),
    deal_id: maybe(text),
    product_code: maybe(name),
    resource: required(name),
    week: maybe(date),
    start: maybe(date),
    end: maybe(date),
    hours: required(hours()),
    kind: orElse(oneOf(['hard', 'soft', 'internal']), 'hard'),
    promised_date: maybe(date),
    first_promised_date: aside(date),
    can_move: orElse(oneOf(['y', 'n', 'sign-off'], { yes: 'y', no: 'n', true: 'y', false: 'n' }), 'n'),
    expires_on: maybe(date),
    value: aside(amount()),
    late_penalty_per_day: aside(amount()),
  },
};

export const toCommitment = ({ ref, values }: ReadRow<typeof commitmentsTab.columns>): Commitment => ({
  id: values.id === '' ? ref : values.id,
  customer: values.customer,
  dealId: values.deal_id,
  product: values.product_code,
  resource: values.resource,
  week: values.start === null ? values.week : null,
  start: values.start,
  end: values.end,
  hours: values.hours,
  kind: values.kind,
  promisedDate: values.promised_date,
  firstPromisedDate: values.first_promised_date,
  canMove: values.can_move,
  expiresOn: values.expires_on,
  value: values.value,
  latePenaltyPerDay: values.late_penalty_per_day,
  row: ref,
});

/** Calendar: holidays, half days and extra working days; a blank calendar is the plant's own. */
export const calendarTab = {
  tab: 'Calendar',
  columns: {
    calendar: maybe(name),
    date: required(date),
    type: required(oneOf(['holiday', 'half', 'extra'], { halfday: 'half', extraday: 'extra' })),
    hours: maybe(hours()),
    note: aside(text),
  },
};

export const toCalendarDay = ({ ref, values }: ReadRow<typeof calendarTab.columns>): CalendarDay => ({
  calendar: calendarName(values.calendar),
  date: values.date,
  type: values.type,
  hours: values.hours,
  note: values.note,
  row: ref,
});

/** Stock and receipts: what is there and what is on its way. */
export const stockTab = {
  tab: 'Stock and receipts',
  columns: {
    product_code: required(name),
    date: required(date),
    quantity: required(amount()),
    kind: orElse(oneOf(['on_hand', 'purchase', 'production']), 'on_hand'),
    firm: orElse(yesNo, false),
    reference: aside(text),
  },
};

/** On-hand stock is there already: it is firm unless the sheet says otherwise. */
export const toStockRow = ({ ref, values }: ReadRow<typeof stockTab.columns>): StockRow => ({
  product: values.product_code,
  date: values.date,
  quantity: values.quantity,
  kind: values.kind,
  firm: values.firm || values.kind === 'on_hand',
  reference: values.reference,
  row: ref,
});
