import type { Deal, LineItem } from '../deal/deal.ts';

/** How a message names a line: "BRK", or "BRK (line L2)" when the deal has the product twice, or "line L2". */
export const lineName = (deal: Deal, line: LineItem): string => {
  if (!line.product?.trim()) return `line ${line.id}`;
  const alone = deal.lines.filter((other) => other.product === line.product).length === 1;
  return alone ? line.product : `${line.product} (line ${line.id})`;
};

/** "1 working day", "2 working days". */
export const countOf = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? '' : 's'}`;

/** "a", "a and b", "a, b and c". */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
