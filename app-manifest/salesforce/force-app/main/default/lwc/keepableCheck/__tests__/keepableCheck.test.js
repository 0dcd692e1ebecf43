import KeepableCheck from 'c/keepableCheck';
import { getRecord, notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import getCard from '@salesforce/apex/KeepableController.getCard';
import requestCheck from '@salesforce/apex/KeepableController.requestCheck';
import { closeAll, find, open, settle, wordsOf } from 'support/component.js';
import { golden, notice } from 'support/card.js';

jest.mock('@salesforce/apex/KeepableController.getCard', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/KeepableController.requestCheck', () => ({ default: jest.fn() }), { virtual: true });

const RECORD_ID = '0067F000003pmdWQAQ';
const POLL_MS = 1500;

/** What Apex throws reaches the page in this form. */
const refusal = (message) => ({ body: { message } });

/** Reads get these answers in turn, the last one for ever; a refusal is thrown. */
const answerWith = (...answers) => {
  const rest = [...answers];
  getCard.mockImplementation(async () => {
    const answer = rest.length > 1 ? rest.shift() : rest[0];
    if (answer.body) throw answer;
    return answer;
  });
};

const openCard = async (...answers) => {
  answerWith(...answers);
  const element = open('c-keepable-check', KeepableCheck, { recordId: RECORD_ID });
  await settle();
  return element;
};

const wait = async (milliseconds) => {
  await jest.advanceTimersByTimeAsync(milliseconds);
  await settle();
};

/** The page tells the values of the record. */
const tell = async (stage, amount = 500) => {
  getRecord.emit({
    fields: { StageName: { value: stage }, Amount: { value: amount }, Keepable_Requested_Date__c: { value: null } },
  });
  await settle();
};

const sentenceOf = (element) => wordsOf(find(element, '.sentence'));

const LATER = { checkedAt: '2026-03-02T15:19:00.000Z', verdict: 'ok', sentence: 'Can deliver 12 Mar 2026.' };

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate'] });
  requestCheck.mockResolvedValue(undefined);
});

afterEach(() => {
  closeAll();
  jest.clearAllMocks();
  jest.useRealTimers();
});

describe('c-keepable-check of a checked opportunity', () => {
  it('says that it reads until the answer is there', async () => {
    answerWith(golden());
    const element = open('c-keepable-check', KeepableCheck, { recordId: RECORD_ID });
    expect(find(element, 'lightning-spinner').alternativeText).toBe('Reading the delivery check');
    await settle();
    expect(find(element, 'lightning-spinner')).toBeNull();
  });

  it('asks for this opportunity, once', async () => {
    await openCard(golden());
    await wait(60 * POLL_MS);
    expect(getCard.mock.calls).toEqual([[{ recordId: RECORD_ID }]]);
  });

  it('shows the whole answer', async () => {
    const element = await openCard(golden());
    expect(sentenceOf(element)).toBe(golden().sentence);
    expect(find(element, 'c-keepable-answer').view).toEqual(golden());
  });

  it('shows the answer of the other opportunity when the page turns to one', async () => {
    const element = await openCard(golden(), golden(LATER));
    element.recordId = '0067F000003pmdXQAQ';
    await settle();
    expect(getCard).toHaveBeenLastCalledWith({ recordId: '0067F000003pmdXQAQ' });
    expect(sentenceOf(element)).toBe(LATER.sentence);
  });

  it('is not misled by an answer that comes late for the opportunity of before', async () => {
    let answerLate;
    const element = await openCard(golden());
    getCard.mockImplementationOnce(() => new Promise((resolve) => (answerLate = resolve)));
    element.recordId = '0067F000003pmdXQAQ';
    await settle();
    getCard.mockImplementation(async () => golden(LATER));
    element.recordId = '0067F000003pmdYQAQ';
    await settle();
    answerLate(golden({ sentence: 'Of another opportunity.' }));
    await settle();
    expect(sentenceOf(element)).toBe(LATER.sentence);
  });
});

describe('c-keepable-check while the opportunity changes', () => {
  it('looks again when a value of the record changed, until another answer is there', async () => {
    const element = await openCard(golden(), golden(), golden(LATER));
    await tell('Proposal');
    expect(getCard).toHaveBeenCalledTimes(1);
    await tell('Negotiation');
    expect(sentenceOf(element)).toBe(golden().sentence);
    await wait(POLL_MS);
    expect(sentenceOf(element)).toBe(LATER.sentence);
    await wait(60 * POLL_MS);
    expect(getCard).toHaveBeenCalledTimes(3);
  });

  it('does not look again when the page tells the same values', async () => {
    await openCard(golden());
    await tell('Proposal');
    await tell('Proposal');
    expect(getCard).toHaveBeenCalledTimes(1);
  });

  it('stops looking when a change turns out not to matter', async () => {
    await openCard(golden());
    await tell('Proposal');
    await tell('Negotiation');
    await wait(60 * POLL_MS);
    expect(getCard).toHaveBeenCalledTimes(6);
  });

  it('looks until the newer check that is on its way is there', async () => {
    const element = await openCard(golden({ pending: true }), golden({ pending: true }), golden(LATER));
    expect(find(element, '.pending')).not.toBeNull();
    await wait(POLL_MS);
    await wait(POLL_MS);
    expect(find(element, '.pending')).toBeNull();
    expect(sentenceOf(element)).toBe(LATER.sentence);
  });

  it('stops looking after half a minute: a service that is stuck is not asked for ever', async () => {
    await openCard(golden({ pending: true }));
    await wait(100 * POLL_MS);
    expect(getCard).toHaveBeenCalledTimes(21);
  });

  it('stops looking when it is taken off the page', async () => {
    await openCard(golden({ pending: true }));
    closeAll();
    await wait(10 * POLL_MS);
    expect(getCard).toHaveBeenCalledTimes(1);
  });

  it('lets the page read the written fields again when a new answer is there, and only then', async () => {
    await openCard(golden({ pending: true }), golden({ pending: true }), golden(LATER));
    await wait(POLL_MS);
    expect(notifyRecordUpdateAvailable).not.toHaveBeenCalled();
    await wait(POLL_MS);
    expect(notifyRecordUpdateAvailable.mock.calls).toEqual([[[{ recordId: RECORD_ID }]]]);
  });

  it('asks for a new check with the button and shows what came of it', async () => {
    const element = await openCard(golden(), golden({ pending: true }), golden(LATER));
    find(element, 'lightning-button').click();
    await settle();
    expect(requestCheck.mock.calls).toEqual([[{ recordId: RECORD_ID }]]);
    expect(find(element, 'lightning-button')).toMatchObject({ label: 'Checking', disabled: true });
    await wait(POLL_MS);
    expect(sentenceOf(element)).toBe(LATER.sentence);
    expect(find(element, 'lightning-button')).toMatchObject({ label: 'Check again', disabled: false });
  });

  it('takes no second wish while the first is on its way', async () => {
    const element = await openCard(golden());
    requestCheck.mockImplementation(() => new Promise(() => {}));
    find(element, 'lightning-button').click();
    await settle();
    expect(find(element, 'lightning-button')).toMatchObject({ label: 'Checking', disabled: true });
  });

  it('forgets a refused wish when the next one is taken', async () => {
    const element = await openCard(golden());
    requestCheck.mockRejectedValueOnce(refusal('Keepable cannot answer right now (code 503).'));
    find(element, 'lightning-button').click();
    await settle();
    find(element, 'lightning-button').click();
    await settle();
    expect(find(element, '.stale')).toBeNull();
  });

  it('keeps the answer when the wish for a check is refused, and says why', async () => {
    const element = await openCard(golden());
    requestCheck.mockRejectedValue(refusal('Keepable cannot answer right now (code 503).'));
    find(element, 'lightning-button').click();
    await settle();
    expect(sentenceOf(element)).toBe(golden().sentence);
    expect(wordsOf(find(element, '.stale'))).toContain('(code 503)');
    expect(find(element, 'lightning-button').disabled).toBe(false);
  });
});

describe('c-keepable-check without an answer', () => {
  it('offers to check an opportunity that was never checked', async () => {
    const element = await openCard(notice(), notice({ pending: true }), golden());
    expect(wordsOf(find(element, '.notice'))).toContain('Not checked yet');
    const button = find(element, 'lightning-button');
    expect(button.label).toBe('Check this opportunity');
    button.click();
    await settle();
    expect(find(element, 'lightning-button')).toMatchObject({ label: 'Checking', disabled: true });
    await wait(POLL_MS);
    expect(sentenceOf(element)).toBe(golden().sentence);
    expect(notifyRecordUpdateAvailable).toHaveBeenCalledTimes(1);
  });

  it('says why when that check cannot be asked for', async () => {
    const element = await openCard(notice());
    requestCheck.mockRejectedValue(refusal('You cannot see this opportunity, or it is gone.'));
    find(element, 'lightning-button').click();
    await settle();
    expect(wordsOf(find(element, '.fault'))).toBe('You cannot see this opportunity, or it is gone.');
  });

  it.each([
    ['no_sheet', 'No capacity sheet yet', 'utility:table'],
    ['not_permitted', 'You cannot see this delivery check', 'utility:lock'],
  ])('offers no button for %s, where the reader can do nothing about it', async (state, title, icon) => {
    const element = await openCard(notice({ state, title }));
    expect(wordsOf(find(element, '.notice h3'))).toBe(title);
    expect(find(element, '.notice lightning-icon').iconName).toBe(icon);
    expect(find(element, 'lightning-button')).toBeNull();
  });

  it('says when the check cannot be read, and tries again on request', async () => {
    const element = await openCard(refusal('Keepable cannot be reached right now.'), golden());
    expect(wordsOf(find(element, '.unread'))).toContain(
      'Keepable cannot be reached right now. The opportunity itself is not affected.',
    );
    find(element, 'lightning-button').click();
    await settle();
    expect(sentenceOf(element)).toBe(golden().sentence);
  });

  it('shows a sentence, and nothing of the machine, for an error without one', async () => {
    const element = await openCard({ body: {} });
    expect(wordsOf(find(element, '.unread'))).toContain('Keepable could not be reached.');
  });

  it('keeps the last answer when a later reading fails, and says that it may be old', async () => {
    const element = await openCard(golden(), refusal('Keepable cannot answer right now (code 503).'));
    await tell('Proposal');
    await tell('Negotiation');
    expect(sentenceOf(element)).toBe(golden().sentence);
    expect(wordsOf(find(element, '.stale'))).toBe(
      'This may be out of date: Keepable cannot answer right now (code 503).',
    );
  });
});
