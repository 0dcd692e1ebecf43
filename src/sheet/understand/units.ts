import { plainWords } from './words.ts';

/** What an amount is counted in. */
export type AmountUnit =
  'seconds' | 'minutes' | 'hours' | 'days' | 'weeks' | 'months' | 'pieces' | 'percent' | 'people' | 'duration';

/** The span that an amount is counted for: 40 hours per week. */
export type AmountPer = 'hour' | 'shift' | 'day' | 'week' | 'month' | 'year' | 'unit';

const UNIT_WORDS: Record<Exclude<AmountUnit, 'duration'>, string> = {
  seconds: 's;sec;secs;second;seconds;sek;sekunde;sekunden;seg;segundos;secondes;secondi;seconden',
  minutes: 'min;mins;minute;minutes;minuten;minutos;minuti;minuut;mn;minut',
  hours:
    'h;hr;hrs;hour;hours;std;stunde;stunden;heure;heures;hora;horas;ora;ore;uur;uren;man hours;manhours;mh;machine hours;maschinenstunden;mannstunden;personenstunden;hh;hs;heures homme;horas hombre;horas maquina;ore uomo;ore macchina',
  days: 'd;day;days;tag;tage;jour;jours;dia;dias;giorno;giorni;dag;dagen;at;wt;jo;arbeitstage;werktage;man days;mandays;md;pt;personentage;manntage;jh;j h;jours homme;jours hommes;dias hombre;gg;gg uomo;giorni uomo;j;jrs;dias uteis;dias habiles;werkdagen;mandagen;person days',
  weeks: 'wk;wks;week;weeks;woche;wochen;wo;semaine;semaines;sem;semana;semanas;settimana;settimane;weken',
  months: 'month;months;monat;monate;mois;mes;meses;mese;mesi;maand;maanden;pm;mm;personenmonate;man months',
  pieces:
    'pcs;pc;piece;pieces;ea;each;unit;units;stk;st;stuck;stueck;pza;pzas;piezas;unidades;uds;und;pz;pezzi;stuks;pecas;un;pce;u;tons;tonnes;tonnen;toneladas;kg;m2;m3;liter;litres;litros;boxes;cajas;pallets;parts;teile;vehicles;batches',
  percent: '%;percent;prozent;pct;pourcent;pour cent;por ciento;percento;procent;por cento',
  people:
    'fte;ftes;people;heads;personen;ma;pers;personas;persone;operators;etp;vza;vte;ula;ak;headcount;mitarbeiter;kopfe;personnes;pessoas;addetti;operarios',
};

const BY_WORD = new Map(
  (Object.keys(UNIT_WORDS) as (keyof typeof UNIT_WORDS)[]).flatMap((unit) =>
    UNIT_WORDS[unit].split(';').map((word): [string, AmountUnit] => [word, unit]),
  ),
);

/** The unit that a word names; null when it names none. */
export const unitOfWord = (word: string): AmountUnit | null => BY_WORD.get(plainWords(word)) ?? null;

const inBrackets = (header: string): string[] =>
  [...header.matchAll(/[([{]([^)\]}]*)[)\]}]/g)].map((match) => match[1] ?? '');

const PER = /\/|\b(?:per|pro|je|par|por|al|alla|a|à|a la|op|each)\b/i;

/** "h/Woche" is hours: the unit stands before the period. */
const beforePer = (text: string): string => text.split(PER)[0] ?? '';

const unitInside = (text: string): AmountUnit | null => {
  const whole = unitOfWord(text) ?? unitOfWord(beforePer(text));
  if (whole) return whole;
  const words = plainWords(beforePer(text)).split(' ');
  return words.map(unitOfWord).find((unit) => unit !== null) ?? null;
};

const SPANS: [RegExp, AmountPer][] = [
  [/^(h|hr|hour|std|stunde|heure|hora|ora|uur)$/, 'hour'],
  [/^(shift|schicht|poste|equipe|turno|ploeg)$/, 'shift'],
  [/^(d|day|daily|tag|jour|j|dia|giorno|dag)$/, 'day'],
  [/^(w|wk|week|weekly|woche|wo|semaine|sem|semana|settimana|kw)$/, 'week'],
  [/^(m|month|monthly|monat|mois|mes|mese|maand)$/, 'month'],
  [/^(y|year|yearly|annual|jahr|an|annee|ano|anno|jaar)$/, 'year'],
  [/^(pc|pcs|piece|unit|unidad|einheit|stk|stuck|st|pieza|pezzo|peca|stuks?|ea|unite|unita)$/, 'unit'],
];

const ALONE: [RegExp, AmountPer][] = [
  [
    /\b(weekly|hebdo|hebdomadaire|semanal|semanales|settimanale|settimanali)\b|wochen(kapa|stunden)|week(capaciteit|uren)/,
    'week',
  ],
  [/\b(daily|journalier|journaliere|diaria|diario|diarias|giornaliera)\b|tages(kapa|stunden)/, 'day'],
  [/\b(monthly|mensuel|mensuelle|mensual|mensile|mensal)\b|monatskapa/, 'month'],
];

/** The span that a header names: "h/week", "Std. pro Tag", "daily capacity"; null when it names none. */
export const perOfHeader = (header: string): AmountPer | null => {
  const after = header
    .split(PER)
    .slice(1)
    .map((part) => plainWords(part).split(' ')[0] ?? '');
  const named = after.flatMap((word) => SPANS.filter(([pattern]) => pattern.test(word)).map(([, per]) => per))[0];
  const fromUnderscore = /_per_(\w+)/i.exec(header)?.[1];
  const words = plainWords(header);
  return (
    named ??
    SPANS.find(([pattern]) => fromUnderscore !== undefined && pattern.test(fromUnderscore))?.[1] ??
    ALONE.find(([pattern]) => pattern.test(words))?.[1] ??
    null
  );
};

const JOINED: [RegExp, AmountUnit][] = [
  [/(stunden|hours|uren)$/, 'hours'],
  [/(minuten|minutes)$/, 'minutes'],
  [/(tage|days|dagen)$/, 'days'],
  [/(wochen|weeks)$/, 'weeks'],
];

const unitOfJoined = (words: string[]): AmountUnit | null =>
  words.flatMap((word) => JOINED.filter(([pattern]) => pattern.test(word)).map(([, unit]) => unit))[0] ?? null;

/** Words that count something else when they stand in a sentence: "a" is a week's "per", "st" a street. */
const ONLY_IN_BRACKETS = new Set([
  's',
  'st',
  'un',
  'u',
  'at',
  'wt',
  'jo',
  'pm',
  'mm',
  'ma',
  'j',
  'd',
  'und',
  'pt',
  'md',
  'ak',
  'sem',
  'mes',
  'wo',
]);

const unitAmongWords = (header: string): AmountUnit | null => {
  const words = plainWords(beforePer(header.replace(/[([{].*?[)\]}]/g, ' ')).replace(/_per_\w+/i, ' ')).split(' ');
  const joined = unitOfJoined(words);
  if (joined) return joined;
  if (words.length > 1 && words[0] === 'min') words.shift(); // "Min. order quantity" counts no minutes
  if (words.length < 2) return words[0] !== undefined && words[0].length > 2 ? unitOfWord(words[0]) : null;
  return (
    words
      .toReversed()
      .filter((word) => !ONLY_IN_BRACKETS.has(word))
      .map(unitOfWord)
      .find((unit) => unit !== null) ?? null
  );
};

/** The unit that a header states: in brackets, after an underscore or slash, or as one of its words; null when it states none. */
export const unitOfHeader = (header: string): AmountUnit | null => {
  for (const inside of inBrackets(header)) {
    const unit = unitInside(inside);
    if (unit) return unit;
  }
  if (header.includes('%')) return 'percent';
  return unitAmongWords(header);
};

const SAID =
  /(?:\b(?:in|en|em|unit|units|unidad|unidades|einheit|einheiten|unite|unites|unita|unidade|eenheid|angaben|alle werte|all values|values)\b[\s:=]*(?:in|en|em)?[\s:=]*)([\p{L}%./]+)/giu;

/** The unit that a title or a note says: "Angaben in Stunden", "units: pcs", "Capacity (h)"; null when it says none. */
export const unitInWords = (text: string): AmountUnit | null => {
  for (const inside of inBrackets(text)) {
    const unit = unitInside(inside);
    if (unit) return unit;
  }
  for (const match of text.matchAll(SAID)) {
    const unit = unitOfWord(match[1] ?? '');
    if (unit) return unit;
  }
  const words = plainWords(text).split(' ');
  const spelled = words.filter((word) => word === 'h' || (word.length >= 3 && !ONLY_IN_BRACKETS.has(word)));
  return unitOfJoined(spelled) ?? spelled.map(unitOfWord).find((unit) => unit !== null && COUNTED_IN.has(unit)) ?? null;
};

/** A week in a title says how the time runs, not in what the amounts are counted. */
const COUNTED_IN: ReadonlySet<AmountUnit> = new Set(['hours', 'minutes', 'pieces', 'people', 'percent', 'seconds']);
