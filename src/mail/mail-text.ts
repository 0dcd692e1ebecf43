import type { MailKind } from '../db/signoff-mails.ts';
import type { StoredAsk } from '../db/signoff-asks.ts';
import { outcomeInWords } from '../signoff/answer-in-words.ts';
import { momentText } from '../web/api/card-text.ts';

/** A mail as plain text. */
export type MailText = { subject: string; text: string };

type About = { stored: StoredAsk; what: MailKind; detail: string | null; link: string; dueAt: Date | null };

const SUBJECTS: Record<MailKind, (question: string, detail: string | null) => string> = {
  asked: (question) => question,
  changed: (question) => `Changed: ${question}`,
  recalled: (question) => `No longer needed: ${question}`,
  information_given: (question) => `Sales answered: ${question}`,
  reminder: (question, detail) => `${detail ?? 'Some'} % of the time is over: ${question}`,
  sales_reminder: (question, detail) => `Operations waits, ${detail ?? 'some'} % of the time is over: ${question}`,
  escalation: (question) => `Overdue, now with you: ${question}`,
  information_needed: (question) => `Operations needs to know something: ${question}`,
  decided: (question) => `Answered: ${question}`,
  undone: (question) => `The answer was taken back: ${question}`,
  expired: (question) => `The answer has expired: ${question}`,
  carried_over: (question) => `The answer still holds: ${question}`,
};

const FACTS: readonly MailKind[] = ['asked', 'changed', 'information_given', 'reminder', 'escalation'];

const factsOf = ({ page }: StoredAsk): string[] => [
  `${page.customer ?? 'The customer'} wants: ${page.wants}.`,
  `The sheet says: ${page.sheet.join(' ')}`,
  ...(page.options.length > 0 ? [`Would help: ${page.options.join('; ')}.`] : []),
  `If the answer is no: ${page.ifNo}`,
];

const bodyOf = ({ stored, what }: About): string[] => {
  const { ask } = stored;
  if (FACTS.includes(what)) return factsOf(stored);
  if (what === 'information_needed' || what === 'sales_reminder')
    return [`Operations needs to know: ${ask.missing ?? 'nothing any more'}`];
  if (what === 'recalled') return ['This question no longer stands. Nothing is left to do.'];
  return outcomeInWords(ask);
};

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 250);

/** What a mail says: the question as its subject, the facts, when an answer is due, and the link. The link acts on nothing by itself. */
export const mailText = (about: About): MailText => {
  const { stored, what, detail, link, dueAt } = about;
  const due = dueAt === null || !FACTS.includes(what) ? [] : [`Answer by ${momentText(dueAt, stored.page.timeZone)}.`];
  const deal = stored.page.dealName === null ? [] : [`Deal: ${stored.page.dealName}`];
  return {
    subject: oneLine(SUBJECTS[what](stored.ask.question, detail)),
    text: [stored.ask.question, ...deal, ...bodyOf(about), ...due, link, FOOT].join('\n\n'),
  };
};

const FOOT =
  'The link is yours alone: please do not pass it on. Opening it changes nothing; an answer asks you to confirm.';
