import KeepableCheckItem from 'c/keepableCheckItem';
import { closeAll, find, findAll, open, wordsOf } from 'support/component.js';
import { golden } from 'support/card.js';

const show = (check) => open('c-keepable-check-item', KeepableCheckItem, { check });

const checkOf = (status) => golden().checks.find((check) => check.status === status);

describe('c-keepable-check-item', () => {
  afterEach(closeAll);

  it('says which check found what, with its status', () => {
    const element = show(checkOf('fail'));
    expect(find(element, 'c-keepable-status').status).toBe('fail');
    expect(wordsOf(find(element, '.message'))).toBe(
      'Capacity: LINE1 has 4 h a day free until 13 Mar 2026; BRK needs 22 h.',
    );
  });

  it('keeps the facts closed until they are asked for, and names the sheet rows', () => {
    const element = show(checkOf('fail'));
    expect(find(element, 'details').open).toBe(false);
    expect(findAll(element, '.fact').map(wordsOf)).toEqual([
      'Needed on LINE1 22 h (Routing!2)',
      'Already promised, week of 9 Mar 2026 60 h of 80 h (Commitments!7)',
    ]);
  });

  it('tells a screen reader which check the word Why belongs to', () => {
    expect(wordsOf(find(show(checkOf('fail')), 'summary'))).toBe('Why : Capacity');
  });

  it('says what to do and what to ask the customer', () => {
    const warned = show(checkOf('warn'));
    expect(wordsOf(find(warned, '.question'))).toBe('To ask the customer: Would 350 mm do?');
    expect(find(warned, '.fix')).toBeNull();
    const unknown = show(checkOf('not_checked'));
    expect(wordsOf(find(unknown, '.fix'))).toBe('What to do: Ask operations to add Paint to the Products tab.');
    expect(find(unknown, '.facts')).toBeNull();
  });

  it('shows a fact without a sheet row as it is', () => {
    const evidence = [{ what: 'Close date', value: '31 Mar 2026', row: null }];
    expect(wordsOf(find(show({ ...checkOf('pass'), evidence }), '.fact'))).toBe('Close date 31 Mar 2026');
  });

  it('offers no Why where there is nothing behind it', () => {
    expect(find(show(checkOf('pass')), 'details')).toBeNull();
  });
});
