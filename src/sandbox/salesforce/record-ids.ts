const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHUNK = 5;

/** The three letters that Salesforce appends to an id of 15: which letters of each five are capitals. */
const suffixOf = (id: string): string =>
  [0, 1, 2]
    .map((part) => {
      const chunk = [...id.slice(part * CHUNK, (part + 1) * CHUNK)];
      return CHECK[chunk.reduce((bits, letter, place) => bits + (/[A-Z]/.test(letter) ? 1 << place : 0), 0)] ?? 'A';
    })
    .join('');

/** An id in its form of 18 characters, from either form; null when the text is no id. */
export const toId18 = (text: string): string | null => {
  if (!/^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/.test(text)) return null;
  const short = text.slice(0, 15);
  return short + suffixOf(short);
};

const toBase62 = (count: number): string => {
  let rest = count;
  let digits = '';
  for (let place = 0; place < 6; place += 1) {
    digits = (BASE62[rest % BASE62.length] ?? '0') + digits;
    rest = Math.floor(rest / BASE62.length);
  }
  return digits;
};

/** Hands out ids per prefix (006 for opportunities), in the order of creation. */
export class IdBook {
  #count = 0;

  next(prefix: string): string {
    this.#count += 1;
    const short = `${prefix}Kp0000${toBase62(this.#count)}`;
    return short + suffixOf(short);
  }
}
