import { inflateRawSync } from 'node:zlib';
import { AppError, systemCode } from '../errors.ts';

/** What a capacity sheet never needs; more is an attack or the wrong file. */
const MAX_ENTRIES = 2_000;
const MAX_INFLATED_BYTES = 160 * 1024 * 1024;

const MAX_ROWS = 250_000;

const CENTRAL_HEADER = 0x02014b50;
const CENTRAL_HEADER_BYTES = 46;
const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_BYTES = 30;
const END_RECORD = 0x06054b50;
const END_RECORD_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;
const DEFLATED = 8;

type Entry = { name: string; method: number; packed: number; claimed: number; offset: number };

const refuse = (why: string): AppError => new AppError('SHEET_UNREADABLE', why);

const findEnd = (bytes: DataView): number => {
  const last = bytes.byteLength - END_RECORD_BYTES;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT_BYTES); at -= 1)
    if (bytes.getUint32(at, true) === END_RECORD) return at;
  throw refuse('it is damaged or cut off');
};

const nameRoom = (bytes: DataView, at: number, claimed: number): number =>
  Math.min(claimed, bytes.byteLength - at - CENTRAL_HEADER_BYTES);

const readEntries = (bytes: DataView): Entry[] => {
  const end = findEnd(bytes);
  const count = bytes.getUint16(end + 10, true);
  if (count > MAX_ENTRIES) throw refuse(`it has ${count} parts, far more than a workbook needs`);
  const entries: Entry[] = [];
  let at = bytes.getUint32(end + 16, true);
  for (let index = 0; index < count; index += 1) {
    if (at + CENTRAL_HEADER_BYTES > bytes.byteLength || bytes.getUint32(at, true) !== CENTRAL_HEADER)
      throw refuse('it is damaged or cut off');
    const name = bytes.getUint16(at + 28, true);
    entries.push({
      name: Buffer.from(
        bytes.buffer,
        bytes.byteOffset + at + CENTRAL_HEADER_BYTES,
        nameRoom(bytes, at, name),
      ).toString(),
      method: bytes.getUint16(at + 10, true),
      packed: bytes.getUint32(at + 20, true),
      claimed: bytes.getUint32(at + 24, true),
      offset: bytes.getUint32(at + 42, true),
    });
    const extra = bytes.getUint16(at + 28, true) + bytes.getUint16(at + 30, true) + bytes.getUint16(at + 32, true);
    at += CENTRAL_HEADER_BYTES + extra;
  }
  return entries;
};

const dataStart = (bytes: DataView, { offset }: Entry): number => {
  if (offset + LOCAL_HEADER_BYTES > bytes.byteLength || bytes.getUint32(offset, true) !== LOCAL_HEADER)
    throw refuse('it is damaged or cut off');
  return offset + LOCAL_HEADER_BYTES + bytes.getUint16(offset + 26, true) + bytes.getUint16(offset + 28, true);
};

/** Parts that share bytes are how a small file claims to hold terabytes. */
const refuseOverlaps = (bytes: DataView, entries: Entry[]): void => {
  const spans = entries
    .map((entry) => ({ from: entry.offset, to: dataStart(bytes, entry) + entry.packed }))
    .toSorted((a, b) => a.from - b.from);
  spans.forEach((span, index) => {
    const next = spans[index + 1];
    if (span.to > bytes.byteLength || (next && next.from < span.to)) throw refuse('its parts overlap or are cut off');
  });
};

const tooLarge = (): AppError =>
  refuse(`it unpacks to more than ${MAX_INFLATED_BYTES / 1024 / 1024} MB, far more than a capacity sheet needs`);

/** What an entry really inflates to, whatever it claims. */
const inflated = (packed: Uint8Array, room: number): Buffer => {
  try {
    return inflateRawSync(packed, { maxOutputLength: room });
  } catch (error) {
    throw systemCode(error) === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : refuse('it is damaged or cut off');
  }
};

const WORKSHEET = /^xl\/worksheets\/[^/]+\.xml$/;
const CLOSING = ['</v>', '</is>', '</f>'];

/** The row of the last cell with a value, as the part numbers it; 0 where it does not say. */
const lastFilledRow = (xml: Buffer): number => {
  const last = Math.max(...CLOSING.map((tag) => xml.lastIndexOf(tag)));
  const row = last < 0 ? -1 : xml.lastIndexOf('<row ', last);
  const tag = row < 0 ? '' : xml.subarray(row, row + LONGEST_ROW_TAG).toString('latin1');
  return Number(/\sr="(\d+)"/.exec(tag)?.[1] ?? 0);
};

const LONGEST_ROW_TAG = 200;

/** A million rows would keep the parser busy for a minute; rows that only have a format do not count. */
const refuseRows = (xml: Buffer): void => {
  if (lastFilledRow(xml) > MAX_ROWS)
    throw refuse('a tab of it has more than 250,000 rows; a capacity sheet has far fewer');
};

/**
 * Looks at a zip before anything parses it: how many parts, whether they overlap, and what they really inflate to
 * (claims can lie). Throws SHEET_UNREADABLE with the reason.
 */
export const guardZip = (file: Uint8Array): void => {
  const bytes = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.byteLength < END_RECORD_BYTES) throw refuse('it is damaged or cut off');
  const entries = readEntries(bytes);
  refuseOverlaps(bytes, entries);
  if (entries.reduce((sum, { claimed }) => sum + claimed, 0) > MAX_INFLATED_BYTES) throw tooLarge();
  let room = MAX_INFLATED_BYTES;
  for (const entry of entries) {
    const start = dataStart(bytes, entry);
    const packed = file.subarray(start, start + entry.packed);
    const content = entry.method === DEFLATED ? inflated(packed, room) : Buffer.from(packed);
    room -= content.length;
    if (room <= 0) throw tooLarge();
    if (WORKSHEET.test(entry.name)) refuseRows(content);
  }
};
