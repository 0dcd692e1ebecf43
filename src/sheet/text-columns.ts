import { cellText, headerKey } from './cell.ts';
import type { Cell } from './cell.ts';
import { bad, good } from './column.ts';
import type { CellReader, Reading } from './column.ts';

/** Free text; numbers are taken as they are typed. */
export const text: CellReader<string> = (cell) => {
  if (typeof cell === 'string') return good(cell);
  if (cell.kind === 'boolean') return good(String(cell.boolean));
  if (cell.kind === 'number') return good(cellText(cell));
  return bad('text', 'Type the text.');
};

/** A name or code that other rows refer to. A date in it is what Excel makes of codes like "MAR-1". */
export const name: CellReader<string> = (cell, context) => {
  if (typeof cell !== 'string' && cell.kind === 'number' && (cell.look === 'date' || cell.look === 'time'))
    return bad('a name or code, not a date', 'Format the cell as text and type the code again.');
  return text(cell, context);
};

/** Several names in one cell, separated by ";". */
export const list: CellReader<string[]> = (cell, context) => {
  const reading = name(cell, context);
  if (!reading.ok) return reading;
  return good(
    reading.value
      .split(';')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );
};

/** One of a closed set of words, whatever their case, spaces, underscores and hyphens. */
export const oneOf =
  <const T extends string>(words: readonly T[], synonyms: Readonly<Record<string, NoInfer<T>>> = {}): CellReader<T> =>
  (cell) => {
    const key = typeof cell === 'string' ? headerKey(cell) : '';
    const word = words.find((candidate) => headerKey(candidate) === key) ?? synonyms[key];
    return word === undefined ? bad(`one of: ${words.join(', ')}`, 'Choose one of these words.') : good(word);
  };

const YES = new Set(['y', 'yes', 'true', '1', 'x']);
const NO = new Set(['n', 'no', 'false', '0']);

const yesNoKey = (cell: Cell): string => {
  if (typeof cell === 'string') return cell.toLowerCase();
  if (cell.kind === 'boolean') return String(cell.boolean);
  return cell.kind === 'number' ? String(cell.number) : '';
};

/** Yes or no: y / n, yes / no, true / false, 1 / 0. */
export const yesNo: CellReader<boolean> = (cell): Reading<boolean> => {
  const key = yesNoKey(cell);
  if (YES.has(key)) return good(true);
  return NO.has(key) ? good(false) : bad('y or n', 'Write y or n.');
};
