import { formatIsoDate } from '../deal/day.ts';
import type { ShownLine, ShownVerdict } from './previously-shown.ts';

const goods = ({ quantity, product, id }: ShownLine): string =>
  [quantity, product ?? `line ${id}`].filter((word) => word !== null).join(' ');

const dateOrNone = (date: string | null): string => (date === null ? 'none' : formatIsoDate(date));

const lineChanges = (before: ShownLine, now: ShownLine): string[] => {
  const name = now.product ?? `line ${now.id}`;
  const changes: string[] = [];
  if (before.product !== now.product)
    changes.push(`The product of line ${now.id} went from ${before.product ?? 'none'} to ${now.product ?? 'none'}.`);
  if (before.quantity !== now.quantity)
    changes.push(`The quantity of ${name} went from ${before.quantity ?? 'none'} to ${now.quantity ?? 'none'}.`);
  if (before.requested !== now.requested)
    changes.push(
      `The requested date of ${name} went from ${dateOrNone(before.requested)} to ${dateOrNone(now.requested)}.`,
    );
  return changes;
};

const dealChanges = (before: ShownVerdict, now: ShownVerdict): string[] => [
  ...now.lines.flatMap((line) => {
    const earlier = before.lines.find(({ id }) => id === line.id);
    return earlier ? lineChanges(earlier, line) : [`${goods(line)} was added.`];
  }),
  ...before.lines
    .filter(({ id }) => !now.lines.some((line) => line.id === id))
    .map((line) => `${goods(line)} was removed.`),
];

const worldChanges = (before: ShownVerdict, now: ShownVerdict): string[] => {
  const changes: string[] = [];
  if (before.sheetVersion !== now.sheetVersion) changes.push('Operations published a new capacity sheet.');
  if (before.rulesVersion !== now.rulesVersion) changes.push('The rules were changed.');
  if (before.orderDate !== now.orderDate)
    changes.push(`The order date went from ${formatIsoDate(before.orderDate)} to ${formatIsoDate(now.orderDate)}.`);
  return changes;
};

/** What is different since the last note, in sentences without blame; empty for the first verdict. */
export const whatChanged = (before: ShownVerdict | null, now: ShownVerdict): string[] => {
  if (before === null) return [];
  const changes = [...dealChanges(before, now), ...worldChanges(before, now)];
  return changes.length > 0 ? changes : ['The facts of the deal that the checks read were changed.'];
};
