import type { Answer, Ask } from './ask.ts';
import type { OfficeHours } from './business-clock.ts';
import type { Revision } from './revision.ts';

/** What can happen to a question. Moments are ISO instants, people are e-mail addresses. */
export type AskEvent =
  | { is: 'opened'; at: string; assignee: string }
  | { is: 'delegated'; at: string; by: string; to: string }
  | { is: 'information_needed'; at: string; by: string; what: string }
  | { is: 'information_given'; at: string; by: string; what?: string }
  | {
      is: 'decided';
      at: string;
      by: string;
      answer: Answer;
      shownRevisionId: string;
      note: string | null;
      validDays: number | null;
    }
  | { is: 'undone'; at: string; by: string }
  | { is: 'revised'; at: string; revision: Revision; revisionId: string; question: string }
  | { is: 'recalled'; at: string; by: string | null }
  | { is: 'clock'; at: string; escalateTo: string | null };

/** What has to be done because of it. */
export type AskEffect =
  | { do: 'remind'; whom: string; percent: number }
  | { do: 'remind_sales'; percent: number }
  | { do: 'escalate'; to: string }
  | { do: 'tell_requester'; what: 'decided' | 'undone' | 'information_needed' | 'expired' | 'carried_over' }
  | { do: 'tell_assignee'; whom: string; what: 'asked' | 'changed' | 'recalled' | 'information_given' }
  | { do: 'ask_again'; because: string[] };

export type RefusalCode =
  | 'NOT_OPEN'
  | 'ALREADY_DECIDED'
  | 'CHANGED_SINCE'
  | 'OWN_REQUEST'
  | 'OWN_ESTIMATE'
  | 'NOBODY_TO_ASK'
  | 'TOO_LATE_TO_UNDO'
  | 'NOT_YOURS';

/** The next state and what follows, or why it cannot happen, as a sentence for the person who tried. */
export type Stepped = { ask: Ask; effects: AskEffect[] } | { refused: RefusalCode; message: string };

/** The office hours of both sides. */
export type Offices = { operations: OfficeHours; sales: OfficeHours };
