import { formatIsoDate } from '../deal/day.ts';
import type { Answer, AnswerCondition, Ask } from './ask.ts';

/** Why a no is a no; the words are stored with the answer and counted in reports. */
export const NO_REASONS: Readonly<Record<string, string>> = {
  CAPACITY: 'There is no capacity in time',
  MATERIAL: 'The material is not there in time',
  SCOPE: 'It is outside what we can make',
  QUALITY: 'The quality that is asked for cannot be assured',
  MARGIN: 'The exception costs more than it brings',
  OTHER: 'Another reason',
};

/** A condition as a clause: "at most 80 BRK". */
const conditionInWords = (condition: AnswerCondition): string => {
  switch (condition.what) {
    case 'quantity':
      return `at most ${condition.atMost} ${condition.product}`;
    case 'date':
      return `${condition.product} not before ${formatIsoDate(condition.notBefore)}`;
    case 'fee':
      return `the customer pays a fee of at least ${condition.atLeast}${condition.currency === null ? '' : ` ${condition.currency}`}`;
    case 'other':
      return condition.text;
  }
};

/** An answer as one sentence without its author. */
export const answerInWords = (answer: Answer): string => {
  switch (answer.kind) {
    case 'yes':
      return 'Yes.';
    case 'yes_if':
      return `Yes, if: ${answer.conditions.map(conditionInWords).join('; ')}.`;
    case 'not_by_then': {
      const what = answer.quantity === null ? 'it can be there' : `${answer.quantity} can be there`;
      return `Not by then, but ${what} on ${formatIsoDate(answer.date)}.`;
    }
    case 'no': {
      const reason = NO_REASONS[answer.reason] ?? answer.reason;
      return `No: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}${answer.note === null ? '' : ` (${answer.note})`}.`;
    }
  }
};

/** What became of a question, as sentences for the task and the pages; empty while it is open. */
export const outcomeInWords = ({ decision, state, history }: Ask): string[] => {
  if (decision === null) return [];
  const answer = `${answerInWords(decision.answer)} Answered by ${decision.by}.`;
  const remark = decision.note === null ? [] : [`Remark: ${decision.note}`];
  const last = history.at(-1)?.what ?? '';
  if (state === 'carried_over') return [answer, ...remark, 'The deal changed since, and the answer still covers it.'];
  if (state === 'superseded') return [answer, ...remark, `The answer ${last}. The question is asked again.`];
  if (state === 'expired') return [answer, ...remark, 'The answer has expired. The question is asked again.'];
  return [answer, ...remark];
};
