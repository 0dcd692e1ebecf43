import { FIELD_WORDS } from './field-words.ts';
import type { Field } from './field-words.ts';

/** Words as they are compared: no accents, no case, no marks between words. */
export const plainWords = (text: string): string =>
  text
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9%]+/g, ' ')
    .trim();

/** What a header can mean, with a confidence from 0 to 1. */
export type Meaning = { field: Field; confidence: number };

const WORD_LIST: [string, Field][] = (Object.keys(FIELD_WORDS) as Field[]).flatMap((field) =>
  FIELD_WORDS[field].split(';').map((word): [string, Field] => [word, field]),
);

const add = (map: Map<string, Field[]>, word: string, field: Field): void => {
  const fields = map.get(word) ?? [];
  if (!fields.includes(field)) map.set(word, [...fields, field]);
};

/** "lead time" is also "leadtime"; a word of two fields keeps both. */
const BY_WORD = new Map<string, Field[]>();
for (const [word, field] of WORD_LIST) {
  add(BY_WORD, word, field);
  add(BY_WORD, word.replaceAll(' ', ''), field);
}

/** Words that mean a field alone, but not inside of another header ("last modified", "service level"). */
const ONLY_ALONE = new Set(
  'last;data;rate;case;amount;note;from;row;state;value;type;to;of;de;al;au;du;ab;id;ma;me;um;tr;te;ct;ht;so;wo;mo;op;ot;ag;min;max;count;number;taux;service;area;output;production;required;assigned;remaining;available;art;land;ort;cap;los;tag;dia;data;person;member;group;title;source;sales;balance;gap;key;account;parent;reste;net;brutto;netto;nombre;numero;unit;total;line;task;task name'.split(
    ';',
  ),
);

/** Words long enough that a header which contains them means them, longest first. */
const TELLING = WORD_LIST.filter(([word]) => word.length >= 3 && !ONLY_ALONE.has(word)).toSorted(
  (a, b) => b[0].length - a[0].length,
);

/** German and Dutch join words: "Maschinenstunden" ends with what it counts. */
const SUFFIXES = TELLING.filter(([word]) => word.length >= 5 && !word.includes(' '));

const EXACT = 0.95;
const WITHIN = 0.75;
const SUFFIX = 0.6;

const meaningsWithin = (words: string): Meaning[] => {
  const padded = ` ${words} `;
  const found = TELLING.filter(([word]) => padded.includes(` ${word} `));
  return found.map(([, field]) => ({ field, confidence: WITHIN }));
};

const meaningsOfCompound = (words: string): Meaning[] =>
  words
    .split(' ')
    .flatMap((word) => SUFFIXES.filter(([ending]) => word.length > ending.length + 2 && word.endsWith(ending)))
    .map(([, field]) => ({ field, confidence: SUFFIX }));

const isNew = ({ field }: Meaning, index: number, all: Meaning[]): boolean =>
  all.findIndex((other) => other.field === field) === index;

const withoutBrackets = (header: string): string => header.replace(/[([{].*?[)\]}]/g, ' ');

const singular = (words: string): string => words.replace(/\b(\w{4,}?)(e?s|n)\b/g, '$1');

/** A numbered header ("Artikel Nr. 1", "No. Item", "% load") means what it numbers. */
const bare = (words: string): string =>
  words
    .replace(/\b(nr|no|num|number|n|num|id|code|cod|total|ges|gesamt|sum|avg|bezeichnung|name|nome|nom)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const exactly = (words: string): Meaning[] =>
  (BY_WORD.get(words) ?? BY_WORD.get(words.replaceAll(' ', '')) ?? []).map((field) => ({ field, confidence: EXACT }));

const HOURS = '(?:h|hrs?|hours?|std|stunden|heures?|horas?|ore|uren|uur)';
const DAYS = '(?:days?|tage|jours?|dias?|giorni|dagen)';
const PER = '(?:(?:per|pro|je|par|por|al|alla|a|op) )?';
const WEEK = '(?:wk|week|woche|wo|semaine|sem|semana|settimana)';
const DAY_OR_SHIFT = '(?:day|tag|jour|j|dia|giorno|dag|shift|schicht|poste|equipe|turno|ploeg)';

/** A header that is a rate and nothing else says what it is for: "Std./Woche", "uren per week", "dias/semana". */
const RATES: [RegExp, Field][] = [
  [new RegExp(`^${HOURS} ${PER}${WEEK}$`), 'capacity'],
  [new RegExp(`^${HOURS} ${PER}${DAY_OR_SHIFT}$`), 'hours_per_day'],
  [new RegExp(`^${DAYS} ${PER}${WEEK}$`), 'days_per_week'],
];

const rateIn = (words: string): Meaning[] =>
  RATES.filter(([pattern]) => pattern.test(words)).map(([, field]) => ({ field, confidence: 0.9 }));

const work = (header: string): Meaning[] => {
  const words = plainWords(withoutBrackets(header)) || plainWords(header);
  if (words === '') return [];
  const almost = [singular(words), bare(words)].flatMap(exactly).map((one) => ({ ...one, confidence: 0.85 }));
  const all = [...rateIn(words), ...exactly(words), ...almost, ...meaningsWithin(words), ...meaningsOfCompound(words)];
  return all.filter(isNew);
};

const KNOWN = new Map<string, Meaning[]>();
const MOST_KNOWN = 5_000;

/** Everything that a header can mean, likeliest first; empty when no word of it is known. */
export const meaningsOf = (header: string): Meaning[] => {
  const found = KNOWN.get(header);
  if (found) return found;
  const meanings = header.length > 120 ? [] : work(header);
  if (KNOWN.size < MOST_KNOWN) KNOWN.set(header, meanings);
  return meanings;
};

/** The field that a header names first of all; null when no word of it is known. */
export const fieldOf = (header: string): Meaning | null => meaningsOf(header)[0] ?? null;

/** Words of titles and tabs: "Kapazitätsplanung" is about capacity although the word goes on. */
const SUBJECTS: [RegExp, Field][] = [
  [/utili[sz]ation|auslastung|taux d|ocupacion|saturazione|bezettingsgraad|ocupacao/, 'utilisation'],
  [/capaci|kapazi|kapa\b|disponibilit|verfugbar|availab/, 'capacity'],
  [
    /\bload|workload|belastung|belegung|plan de charge|\bcharges?\b|carga|carico|carichi|belasting|bezetting|allocation|ressourcenplan|resource plan|einsatzplan/,
    'load_hours',
  ],
  [
    /demand|forecast|bedarf|absatz|prevision|pronostico|demanda|domanda|vraag|previsao|production plan|produktionsplan|master schedule|\bmps\b/,
    'quantity',
  ],
];

/** What a title, a tab or a group of columns is about; null when it does not say. */
export const subjectOf = (text: string): Field | null => {
  const words = plainWords(text);
  return SUBJECTS.find(([pattern]) => pattern.test(words))?.[1] ?? null;
};
