import type { Person, Receiving } from '../../capacity/capacity-sheet.ts';
import { aside, maybe, required } from '../column.ts';
import { date, weekdays } from '../date-columns.ts';
import { whole } from '../number-columns.ts';
import type { ReadRow } from '../read-tab.ts';
import { name, text } from '../text-columns.ts';

/** People: who answers for operations, how to reach them, when they are away. */
export const peopleTab = {
  tab: 'People',
  columns: {
    person: required(name),
    role: required(text),
    email: aside(text),
    crm_user: aside(text),
    backup: aside(name),
    max_open: aside(whole()),
    away_from: aside(date),
    away_to: aside(date),
    pool: aside(text),
  },
};

export const toPerson = ({ ref, values }: ReadRow<typeof peopleTab.columns>): Person => ({
  name: values.person,
  role: values.role,
  email: values.email,
  crmUser: values.crm_user,
  backup: values.backup,
  maxOpen: values.max_open,
  awayFrom: values.away_from,
  awayTo: values.away_to,
  pool: values.pool,
  row: ref,
});

/** Receiving: the weekdays on which a customer takes deliveries. */
export const receivingTab = {
  tab: 'Receiving',
  columns: {
    customer: required(name),
    weekdays: required(weekdays),
    closed_from: maybe(date),
    closed_to: maybe(date),
  },
};

export const toReceiving = ({ ref, values }: ReadRow<typeof receivingTab.columns>): Receiving => ({
  customer: values.customer,
  weekdays: values.weekdays,
  closedFrom: values.closed_from,
  closedTo: values.closed_to,
  row: ref,
});
