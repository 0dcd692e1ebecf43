import type { Fields } from '../org-api.ts';

/** The kind of input for a field's type. */
export const inputType = (type: string): 'text' | 'date' | 'number' => {
  if (type === 'date') return 'date';
  return ['double', 'currency', 'percent', 'int'].includes(type) ? 'number' : 'text';
};

/** The value as an input holds it. */
export const inputText = (value: Fields[string] | undefined): string =>
  value === null || value === undefined ? '' : String(value);

/** What an input holds, as the org stores it; null for nothing. */
export const toValue = (type: string, text: string): string | number | null => {
  if (text === '') return null;
  return inputType(type) === 'number' ? Number(text) : text;
};
