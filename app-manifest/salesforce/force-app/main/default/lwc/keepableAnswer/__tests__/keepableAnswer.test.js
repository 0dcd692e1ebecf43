import KeepableAnswer from 'c/keepableAnswer';
import { closeAll, find, findAll, open, wordsOf } from 'support/component.js';
import { golden } from 'support/card.js';

const show = (facts, state = {}) => open('c-keepable-answer', KeepableAnswer, { view: golden(facts), ...state });

describe('c-keepable-answer', () => {
  afterEach(closeAll);

  it('leads with the verdict, its sentence and the detail', () => {
    const element = show();
    expect(find(element, 'c-keepable-status')).toMatchObject({ kind: 'verdict', status: 'late' });
    expect(wordsOf(find(element, '.sentence'))).toBe(golden().sentence);
    expect(wordsOf(find(element, '.detail'))).toBe(golden().detail);
  });

  it.each([
    ['ok', 'good'],
    ['tight', 'warn'],
    ['late', 'bad'],
    ['not_feasible', 'bad'],
    ['invalid', 'bad'],
    ['cannot_tell', 'neutral'],
    ['brand_new', 'neutral'],
  ])('colours the verdict %s %s: what is unknown is never green', (verdict, tone) => {
    expect(find(show({ verdict }), '.verdict').classList.contains(tone)).toBe(true);
  });

  it('shows the three figures, with a note where one needs it', () => {
    expect(findAll(show(), '.figure').map(wordsOf)).toEqual([
      'Requested 17 Mar 2026',
      'Earliest, full 19 Mar 2026',
      'Slack −2 days working days',
    ]);
  });

  it('shows each line with its dates, slack and verdict', () => {
    expect(findAll(find(show(), '.lines'), '.entry').map(wordsOf)).toEqual([
      '100 EA BRK Late Requested 17 Mar 2026 Earliest, full 19 Mar 2026 Slack −2 days',
    ]);
  });

  it('shows every check in the order of the service, and never calls one passed that could not run', () => {
    const words = findAll(find(show(), '.checks'), '.word').map(wordsOf);
    expect(words).toEqual(['Fail', 'Action required', 'Warning', 'Not checked', 'Pass']);
  });

  it('shows ways to say yes: what each delivers, what it costs, which one meets the request', () => {
    const options = findAll(find(show(), '.options'), '.entry').map(wordsOf);
    expect(options).toEqual([
      'Rush material Rush material $300 (Expedite options!2) Delivered 100 on 11 Mar 2026 Extra cost $300 meets the request',
      'Part of it by the date, the rest later Delivered 70 on 17 Mar 2026 30 on 19 Mar 2026 Extra cost None',
      'Everything at a later date Delivered 100 on 19 Mar 2026 Extra cost None',
    ]);
  });

  it('shows who was asked what by when', () => {
    const [signoff] = golden().signoffs;
    const element = show({ signoffs: [signoff, { ...signoff, id: 'other', status: 'done', due: null }] });
    expect(findAll(find(element, '.signoffs'), '.entry').map(wordsOf)).toEqual([
      'Waiting Can we deliver 100 BRK to Acme by 17 Mar 2026? Production planner, due: 3 Mar 2026, 15:30 CST',
      'Answered Can we deliver 100 BRK to Acme by 17 Mar 2026? Production planner, due: No date',
    ]);
  });

  it('leaves out the parts that have nothing to say', () => {
    const element = show({ lines: [], options: [], signoffs: [], detail: null });
    const headings = findAll(element, 'h3').map(wordsOf);
    expect(headings).toEqual(['Checks']);
    expect(find(element, '.detail')).toBeNull();
  });

  it('names each part by its heading', () => {
    const element = show();
    const named = findAll(element, 'section').map((section) =>
      wordsOf(find(element, `#${section.getAttribute('aria-labelledby')}`)),
    );
    expect(named).toEqual(['Lines', 'Checks', 'Ways to say yes', 'Sign-off']);
  });

  it('ends with the sheet, its version and age, and the moment of the check', () => {
    const element = show();
    expect(wordsOf(find(element, '.sheet'))).toBe('Capacity sheet of Plant 1, version 4f2a9c0, 3 h old');
    expect(wordsOf(find(element, '.checked'))).toBe('Checked 2 Mar 2026, 09:14 CST');
  });

  it('asks for a new check with the button', () => {
    const element = show();
    const asked = jest.fn();
    element.addEventListener('checkagain', asked);
    const button = find(element, 'lightning-button');
    expect(button).toMatchObject({ label: 'Check again', disabled: false });
    button.click();
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['a wish for a check is on its way', {}, { asking: true }],
    ['a newer check is on its way', { pending: true }, {}],
  ])('offers no second check while %s', (_, facts, state) => {
    expect(find(show(facts, state), 'lightning-button')).toMatchObject({ label: 'Checking', disabled: true });
  });

  it('says that a newer check is on its way', () => {
    expect(find(show(), '.pending')).toBeNull();
    expect(wordsOf(find(show({ pending: true }), '.pending'))).toContain('a newer check is on its way');
  });

  it('says that the answer may be old when a later reading failed', () => {
    const fault = 'Keepable cannot be reached right now.';
    expect(wordsOf(find(show({}, { fault }), '.stale'))).toBe(`This may be out of date: ${fault}`);
    expect(find(show(), '.stale')).toBeNull();
  });
});
