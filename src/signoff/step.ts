import type { Ask } from './ask.ts';
import { UNDO_MINUTES, isApproval, isDecided, isSamePerson, isWaiting } from './ask.ts';
import { halt, note, run } from './ask-clock.ts';
import type { AskEvent, Offices, RefusalCode, Stepped } from './ask-event.ts';
import { clockTick } from './clock-tick.ts';
import { compareRevisions } from './revision.ts';

const refuse = (refused: RefusalCode, message: string): Stepped => ({ refused, message });

const opened = (ask: Ask, { at, assignee }: Extract<AskEvent, { is: 'opened' }>): Stepped => {
  if (ask.state !== 'draft') return refuse('NOT_OPEN', 'This question has been asked already.');
  if (assignee === '')
    return refuse('NOBODY_TO_ASK', 'Nobody can be asked: name a person for the role, or a default liaison.');
  return {
    ask: {
      ...ask,
      state: 'open',
      assignee,
      operations: run(ask.operations, at),
      history: note(ask, { at, by: ask.requester, what: `asked ${assignee}` }),
    },
    effects: [{ do: 'tell_assignee', whom: assignee, what: 'asked' }],
  };
};

const mayDecide = (ask: Ask, by: string): Stepped | null => {
  if (isSamePerson(by, ask.requester))
    return refuse('OWN_REQUEST', 'Whoever asks cannot answer: another person has to.');
  if (ask.peerReview && isSamePerson(by, ask.estimator))
    return refuse('OWN_ESTIMATE', 'An estimate is reviewed by somebody who did not make it.');
  return null;
};

const decided = (ask: Ask, event: Extract<AskEvent, { is: 'decided' }>, offices: Offices): Stepped => {
  const { at, by, answer, shownRevisionId, validDays } = event;
  if (isDecided(ask))
    return refuse('ALREADY_DECIDED', `This was answered by ${ask.decision?.by ?? 'somebody'} already.`);
  if (!isWaiting(ask)) return refuse('NOT_OPEN', 'This question is not open any more.');
  if (shownRevisionId !== ask.revisionId) return refuse('CHANGED_SINCE', 'The deal has changed since you were asked.');
  const refused = mayDecide(ask, by);
  if (refused) return refused;
  const validUntil = validDays === null ? null : new Date(Date.parse(at) + validDays * 86_400_000).toISOString();
  return {
    ask: {
      ...ask,
      state: 'answered',
      operations: halt(ask.operations, at, offices.operations),
      sales: halt(ask.sales, at, offices.sales),
      missing: null,
      decision: { answer, by, at, revisionId: ask.revisionId, note: event.note },
      validUntil,
      history: note(ask, { at, by, what: `answered ${answer.kind}` }),
    },
    effects: [{ do: 'tell_requester', what: 'decided' }],
  };
};

const undone = (ask: Ask, { at, by }: Extract<AskEvent, { is: 'undone' }>): Stepped => {
  const { decision } = ask;
  if (ask.state !== 'answered' || decision === null) return refuse('NOT_OPEN', 'There is no answer to take back.');
  if (!isSamePerson(decision.by, by))
    return refuse('NOT_YOURS', 'Only the person who answered can take the answer back.');
  if (Date.parse(at) - Date.parse(decision.at) > UNDO_MINUTES * 60_000)
    return refuse('TOO_LATE_TO_UNDO', `An answer can be taken back for ${UNDO_MINUTES} minutes.`);
  return {
    ask: {
      ...ask,
      state: 'open',
      decision: null,
      validUntil: null,
      operations: run(ask.operations, at),
      history: note(ask, { at, by, what: 'took the answer back' }),
    },
    effects: [{ do: 'tell_requester', what: 'undone' }],
  };
};

const informationNeeded = (
  ask: Ask,
  event: Extract<AskEvent, { is: 'information_needed' }>,
  offices: Offices,
): Stepped => {
  const { at, by, what } = event;
  if (isDecided(ask)) return refuse('ALREADY_DECIDED', 'This was answered already.');
  if (ask.state !== 'open') return refuse('NOT_OPEN', 'This question is not open any more.');
  return {
    ask: {
      ...ask,
      state: 'needs_information',
      missing: what,
      operations: halt(ask.operations, at, offices.operations),
      sales: run(ask.sales, at),
      history: note(ask, { at, by, what: `needs to know: ${what}` }),
    },
    effects: [{ do: 'tell_requester', what: 'information_needed' }],
  };
};

const back = (ask: Ask, at: string, offices: Offices): Pick<Ask, 'state' | 'missing' | 'operations' | 'sales'> => ({
  state: 'open',
  missing: null,
  operations: run(ask.operations, at),
  sales: halt(ask.sales, at, offices.sales),
});

const informationGiven = (
  ask: Ask,
  { at, by, what }: Extract<AskEvent, { is: 'information_given' }>,
  offices: Offices,
): Stepped => {
  if (ask.state !== 'needs_information') return refuse('NOT_OPEN', 'Operations is not waiting for information.');
  return {
    ask: {
      ...ask,
      ...back(ask, at, offices),
      history: note(ask, { at, by, what: what ? `gave the information: ${what}` : 'gave the information' }),
    },
    effects: [{ do: 'tell_assignee', whom: ask.assignee ?? '', what: 'information_given' }],
  };
};

const delegated = (ask: Ask, { at, by, to }: Extract<AskEvent, { is: 'delegated' }>): Stepped => {
  if (!isWaiting(ask)) return refuse('NOT_OPEN', 'This question is not open any more.');
  if (to === '') return refuse('NOBODY_TO_ASK', 'Name the person who takes it over.');
  const refused = mayDecide(ask, to);
  if (refused) return refused;
  return {
    ask: { ...ask, assignee: to, history: note(ask, { at, by, what: `passed on to ${to}` }) },
    effects: [{ do: 'tell_assignee', whom: to, what: 'asked' }],
  };
};

const reviseOpen = (ask: Ask, event: Extract<AskEvent, { is: 'revised' }>, offices: Offices): Stepped => {
  const { at, revision, revisionId, question } = event;
  const answered = ask.state === 'needs_information' ? back(ask, at, offices) : {};
  return {
    ask: {
      ...ask,
      ...answered,
      revision,
      revisionId,
      question,
      history: note(ask, { at, by: null, what: 'the deal changed' }),
    },
    effects: ask.assignee === null ? [] : [{ do: 'tell_assignee', whom: ask.assignee, what: 'changed' }],
  };
};

/** A yes covers what is not worse; a no covers what is not better, because that is another question. */
const noLongerCovers = (ask: Ask, is: 'same' | 'better' | 'worse'): boolean =>
  is === (isApproval(ask) ? 'worse' : 'better');

const reviseDecided = (ask: Ask, { at, revision, revisionId }: Extract<AskEvent, { is: 'revised' }>): Stepped => {
  const comparison = compareRevisions(ask.revision, revision, ask.tolerance);
  const { because } = comparison;
  if (noLongerCovers(ask, comparison.is))
    return {
      ask: {
        ...ask,
        state: 'superseded',
        history: note(ask, { at, by: null, what: `no longer covers the deal: ${because.join('; ')}` }),
      },
      effects: [{ do: 'ask_again', because }],
    };
  const proof = because.length > 0 ? `: ${because.join('; ')}` : '';
  return {
    ask: {
      ...ask,
      state: 'carried_over',
      coveredRevisionId: revisionId,
      history: note(ask, { at, by: null, what: `carried over to revision ${revisionId}${proof}` }),
    },
    effects: [{ do: 'tell_requester', what: 'carried_over' }],
  };
};

const revised = (ask: Ask, event: Extract<AskEvent, { is: 'revised' }>, offices: Offices): Stepped => {
  if ([ask.revisionId, ask.coveredRevisionId].includes(event.revisionId)) return { ask, effects: [] };
  if (isWaiting(ask)) return reviseOpen(ask, event, offices);
  if (isDecided(ask)) return reviseDecided(ask, event);
  return refuse('NOT_OPEN', 'This question is closed.');
};

const recalled = (ask: Ask, { at, by }: Extract<AskEvent, { is: 'recalled' }>, offices: Offices): Stepped => {
  if (!isWaiting(ask) && ask.state !== 'draft') return refuse('NOT_OPEN', 'Only an open question can be taken back.');
  return {
    ask: {
      ...ask,
      state: 'recalled',
      operations: halt(ask.operations, at, offices.operations),
      sales: halt(ask.sales, at, offices.sales),
      history: note(ask, { at, by, what: 'taken back' }),
    },
    effects: ask.assignee === null ? [] : [{ do: 'tell_assignee', whom: ask.assignee, what: 'recalled' }],
  };
};

/**
 * What becomes of a question when something happens. Nothing is changed in place; what cannot happen is refused with a
 * sentence. A question is decided at most once, by somebody else than the asker, on the revision that was shown.
 */
export const step = (ask: Ask, event: AskEvent, offices: Offices): Stepped => {
  switch (event.is) {
    case 'opened':
      return opened(ask, event);
    case 'delegated':
      return delegated(ask, event);
    case 'information_needed':
      return informationNeeded(ask, event, offices);
    case 'information_given':
      return informationGiven(ask, event, offices);
    case 'decided':
      return decided(ask, event, offices);
    case 'undone':
      return undone(ask, event);
    case 'revised':
      return revised(ask, event, offices);
    case 'recalled':
      return recalled(ask, event, offices);
    case 'clock':
      return clockTick(ask, event, offices);
  }
};
