const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** One character for five: which of them are capitals (Salesforce, "Salesforce IDs", 15 and 18 characters). */
const checkCharacter = (five: string): string => {
  const bits = [...five].reduce((sum, sign, index) => sum + (/[A-Z]/.test(sign) ? 1 << index : 0), 0);
  return ALPHABET[bits] ?? '';
};

/**
 * A record's id in its form of 18 characters: of 15 the three check characters are added. Null when the text is no id,
 * so that nothing else ever reaches a query or an address.
 */
export const toRecordId = (text: string): string | null => {
  if (/^[a-zA-Z0-9]{18}$/.test(text)) return text;
  if (!/^[a-zA-Z0-9]{15}$/.test(text)) return null;
  return text + [0, 5, 10].map((start) => checkCharacter(text.slice(start, start + 5))).join('');
};

/** The ids among the texts, each once, in their form of 18 characters. */
export const toRecordIds = (texts: readonly string[]): string[] => [
  ...new Set(texts.map(toRecordId).filter((id) => id !== null)),
];
