import { z } from 'zod';
import { parseIsoDate } from '../../deal/day.ts';
import type { Answer, AnswerCondition } from '../../signoff/ask.ts';
import { NO_REASONS, answerInWords } from '../../signoff/answer-in-words.ts';
import type { AskPage } from '../../signoff/ask-page.ts';

/** The five answers, as they stand in addresses and forms. */
export const ANSWER_KINDS = ['yes', 'yes_if', 'not_by_then', 'no', 'need'] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

const text = (longest: number) => z.string().trim().max(longest).default('');
const amount = z
  .string()
  .trim()
  .default('')
  .transform((given, context) => {
    if (given === '') return null;
    const number = Number(given.replace(',', '.'));
    if (Number.isFinite(number) && number >= 0) return number;
    context.addIssue({ code: 'custom', message: `“${given}” is not a number. Write it like 80 or 300.50.` });
    return null;
  });
const date = z
  .string()
  .trim()
  .default('')
  .transform((given, context) => {
    if (given === '') return null;
    if (parseIsoDate(given) !== null) return given;
    context.addIssue({ code: 'custom', message: `“${given}” is not a date. Write it like 2026-03-19.` });
    return null;
  });

/** What the forms send: every field once, as text. Which of them count depends on the kind. */
export const AnswerForm = z.object({
  kind: z.enum(ANSWER_KINDS),
  form: z.string().max(200),
  revision: z.string().max(64),
  product: text(200),
  quantity: amount,
  date,
  fee: amount,
  condition: text(1000),
  reason: text(40),
  what: text(1000),
  note: text(1000),
});
export type AnswerForm = z.infer<typeof AnswerForm>;

/** What a person says: an answer, or what they need to know; or what is wrong with the form, in sentences. */
export type Said =
  | { is: 'answer'; answer: Answer; note: string | null }
  | { is: 'need'; what: string }
  | { is: 'wrong'; messages: string[] };

const wrong = (message: string): Said => ({ is: 'wrong', messages: [message] });

const productOf = ({ product }: AnswerForm, { lines }: AskPage): string =>
  lines.find((line) => line.product === product)?.product ?? lines[0]?.product ?? 'the goods';

const conditionsOf = (form: AnswerForm, page: AskPage): AnswerCondition[] => {
  const product = productOf(form, page);
  const { quantity, date: notBefore, fee, condition } = form;
  return [
    ...(quantity === null ? [] : [{ what: 'quantity' as const, atMost: quantity, product }]),
    ...(notBefore === null ? [] : [{ what: 'date' as const, notBefore, product }]),
    ...(fee === null ? [] : [{ what: 'fee' as const, atLeast: fee, currency: page.currency }]),
    ...(condition === '' ? [] : [{ what: 'other' as const, text: condition }]),
  ];
};

/** Null: the form does not say enough for this kind of answer. */
const ANSWERS: Record<Exclude<AnswerKind, 'need'>, (form: AnswerForm, page: AskPage) => Answer | string> = {
  yes: () => ({ kind: 'yes' }),
  yes_if: (form, page) => {
    const conditions = conditionsOf(form, page);
    return conditions.length === 0
      ? 'Say under which condition: fill in at least one field.'
      : { kind: 'yes_if', conditions };
  },
  not_by_then: ({ date: by, quantity }) =>
    by === null ? 'Say by which date it is possible.' : { kind: 'not_by_then', date: by, quantity },
  no: ({ reason, note }) =>
    Object.hasOwn(NO_REASONS, reason) ? { kind: 'no', reason, note: note === '' ? null : note } : 'Choose a reason.',
};

/** What a form says, read strictly. */
export const readSaid = (form: AnswerForm, page: AskPage): Said => {
  if (form.kind === 'need')
    return form.what === '' ? wrong('Say what you need to know.') : { is: 'need', what: form.what };
  const answer = ANSWERS[form.kind](form, page);
  if (typeof answer === 'string') return wrong(answer);
  return { is: 'answer', answer, note: form.kind === 'no' || form.note === '' ? null : form.note };
};

/** What will be recorded, as a sentence for the confirmation. */
export const saidInWords = (said: Exclude<Said, { is: 'wrong' }>): string =>
  said.is === 'need' ? `You need to know: ${said.what}` : answerInWords(said.answer);
