import { plainWords } from './words.ts';

/** What an amount is counted in. */
export type AmountUnit =
  'minutes' | 'hours' | 'days' | 'weeks' | 'months' | 'pieces' | 'percent' | 'people' | 'duration';

const UNIT_WORDS: Record<Exclude<AmountUnit, 'duration'>, string> = {
  minutes: 'min;mins;minute;minutes;minuten;minutos;minuti;minuut',
  hours: 'h;hr;hrs;hour;hours;std;stunde;stunden;heure;heures;hora;horas;ora;ore;uur;uren',
  days: 'd;day;days;tag;tage;jour;jours;dia;dias;giorno;giorni;dag;dagen;at;wt;jo;arbeitstage',
  weeks: 'wk;wks;week;weeks;woche;wochen;wo;semaine;semaines;sem;semana;semanas;settimana;settimane;weken',
  months: 'month;months;monat;monate;mois;mes;meses;mese;mesi;maand;maanden',
  pieces:
    'pcs;pc;piece;pieces;ea;each;unit;units;stk;st;stuck;stueck;piece;pieces;pza;pzas;piezas;unidades;uds;pz;pezzi;stuks;pecas;un',
  percent: '%;percent;prozent;pct;pourcent;por ciento',
  people: 'fte;people;heads;personen;ma;pers;personas;persone;operators',
};

const BY_WORD = new Map(
  (Object.keys(UNIT_WORDS) as (keyof typeof UNIT_WORDS)[]).flatMap((unit) =>
    UNIT_WORDS[unit].split(';').map((word): [string, AmountUnit] => [word, unit]),
  ),
);

/** The unit that a word names; null when it names none. */
export const unitOfWord = (word: string): AmountUnit | null => BY_WORD.get(plainWords(word)) ?? null;

const inBrackets = (header: string): string[] =>
  [...header.matchAll(/[([]([^)\]]*)[)\]]/g)].map((match) => match[1] ?? '');

/** "h/Woche" is hours: the unit stands before the period. */
const beforeSlash = (text: string): string[] => text.split(/\/|\bper\b|\bpro\b|\bpar\b|\bpor\b|\bal?\b/i).slice(0, 1);

/** The unit that a header states: in brackets, after an underscore or slash, or as one of its words; null when it states none. */
export const unitOfHeader = (header: string): AmountUnit | null => {
  for (const inside of inBrackets(header)) {
    const unit =
      unitOfWord(inside) ??
      beforeSlash(inside)
        .map(unitOfWord)
        .find((found) => found !== null);
    if (unit) return unit;
  }
  if (header.includes('%')) return 'percent';
  const words = plainWords(header.replace(/[([].*?[)\]]/g, ' ')).split(' ');
  if (words.length < 2) return words[0] !== undefined && words[0].length > 2 ? unitOfWord(words[0]) : null;
  // "capacity_per_week" is counted per week, not in weeks.
  const amount = words.filter((word, index) => !['per', 'pro', 'par', 'por', 'a'].includes(words[index - 1] ?? ''));
  return (
    amount
      .toReversed()
      .map(unitOfWord)
      .find((unit) => unit !== null) ?? null
  );
};
