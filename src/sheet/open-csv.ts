import Papa from 'papaparse';
import { AppError } from '../errors.ts';
import type { Table } from './cell.ts';
import { tidyText } from './cell.ts';

const UTF16_LITTLE = [0xff, 0xfe];
const UTF16_BIG = [0xfe, 0xff];

const startsWith = (bytes: Uint8Array, mark: number[]): boolean => mark.every((byte, index) => bytes[index] === byte);

const decode = (bytes: Uint8Array, encoding: string): string => new TextDecoder(encoding).decode(bytes);

/** Text by its byte-order mark, else UTF-8; what is not valid UTF-8 is taken as Windows-1252, which every byte fits. */
const decodeText = (bytes: Uint8Array): string => {
  if (startsWith(bytes, UTF16_LITTLE)) return decode(bytes, 'utf-16le');
  if (startsWith(bytes, UTF16_BIG)) return decode(bytes, 'utf-16be');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decode(bytes, 'windows-1252');
  }
};

/** Excel writes the separator into the first line: "sep=;". */
const SEPARATOR_LINE = /^sep=(.)\r?\n/i;

const SEPARATORS = [',', ';', '\t', '|'];
const MAX_LINES = 250_000;
const MAX_FIELDS = 2_000;
const LINES_TO_LOOK_AT = 40;
const CHARACTERS_TO_LOOK_AT = 100_000;

const mostFrequent = (counts: number[]): { count: number; times: number } => {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  const [count, most] = [...times].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0];
  return { count, times: most };
};

/** The separator that splits most lines into the same number of fields; a decimal comma splits only some. */
const guessSeparator = (text: string): string => {
  const scores = SEPARATORS.map((separator) => {
    const { data } = Papa.parse<string[]>(text.slice(0, CHARACTERS_TO_LOOK_AT), {
      delimiter: separator,
      preview: LINES_TO_LOOK_AT,
      skipEmptyLines: true,
    });
    const { count, times } = mostFrequent(data.map((fields) => fields.length).filter((fields) => fields > 1));
    return { separator, times, count };
  });
  return scores.toSorted((a, b) => b.times - a.times || b.count - a.count)[0]?.separator ?? ',';
};

/** A text with none of these has no cell to tidy: looked for once in the whole text instead of in every cell. */
const UNTIDY = /[\u00a0\u200b\ufeff\t\v\f"]|  | [,;|\r\n]|[,;|\n] |^ | $/;

const tidy = (lines: string[][], text: string): string[][] =>
  UNTIDY.test(text) ? lines.map((line) => line.map(tidyText)) : lines;

const tooLong = (name: string): AppError =>
  new AppError(
    'SHEET_UNREADABLE',
    `${name} has more than 250,000 lines or 2,000 columns; a capacity sheet has far fewer.`,
  );

/** Text in quotes may have lines of its own: twice as many lines are refused before anything is parsed. */
const refuseLines = (text: string, name: string): void => {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  if (lines > 2 * MAX_LINES) throw tooLong(name);
};

/** The one table of a text file; every cell is text. Throws SHEET_UNREADABLE when the bytes are not text. */
export const openCsv = (bytes: Uint8Array, name: string): Table => {
  const text = decodeText(bytes);
  if (text.includes('\u0000'))
    throw new AppError('SHEET_UNREADABLE', `${name} is not a text file. Save it as .xlsx or .csv and try again.`);
  refuseLines(text, name);
  const named = SEPARATOR_LINE.exec(text);
  const body = named ? text.slice(named[0].length) : text;
  const { data } = Papa.parse<string[]>(body, { delimiter: named?.[1] ?? guessSeparator(body) });
  // The line that names the separator keeps its place, so that addresses are those of the file.
  const lines = named ? [[], ...data] : data;
  if (lines.length > MAX_LINES || lines.some((line) => line.length > MAX_FIELDS)) throw tooLong(name);
  return { name, date1904: false, rows: tidy(lines, body) };
};
