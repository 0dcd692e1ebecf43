import { formatIsoDate } from '../deal/day.ts';
import type { AttributeValue } from '../deal/deal.ts';
import type { Match, Side, Stated } from './match-deliverables.ts';

/** Something that the documents say differently: what, and each side's word for it. */
export type Difference = { what: string; values: [Side, string][] };

const SIDES: readonly Side[] = ['required', 'scoped', 'bid'];

const same = (values: readonly [Side, string][]): boolean => new Set(values.map(([, value]) => value)).size < 2;

const sidesOf = (match: Match): [Side, Stated][] =>
  SIDES.flatMap((side): [Side, Stated][] => {
    const stated = match[side];
    return stated ? [[side, stated]] : [];
  });

const valuesOf = (match: Match, read: (stated: Stated) => string | null): [Side, string][] =>
  sidesOf(match).flatMap(([side, stated]): [Side, string][] => {
    const value = read(stated);
    return value === null ? [] : [[side, value]];
  });

const asText = (value: AttributeValue | undefined): string | null =>
  value === null || value === undefined || String(value).trim() === '' ? null : String(value).trim().toLowerCase();

const number = (value: number | null): string | null => (value === null ? null : String(value));

/** In what the documents differ, each thing once; what only one of them states is no difference. */
export const differencesOf = (match: Match): Difference[] => {
  const names = sidesOf(match).flatMap(([, { attributes }]) => Object.keys(attributes));
  const all: Difference[] = [
    { what: 'quantity', values: valuesOf(match, ({ quantity }) => number(quantity)) },
    { what: 'date', values: valuesOf(match, ({ date }) => (date === null ? null : formatIsoDate(date))) },
    { what: 'price', values: valuesOf(match, ({ unitPrice }) => number(unitPrice)) },
    ...[...new Set(names)].sort().map((name) => ({
      what: name,
      values: valuesOf(match, ({ attributes }) => asText(Object.hasOwn(attributes, name) ? attributes[name] : null)),
    })),
  ];
  return all.filter(({ values }) => !same(values));
};
