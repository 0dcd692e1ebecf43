import KeepableStatus from 'c/keepableStatus';
import { closeAll, find, open, wordsOf } from 'support/component.js';

const show = (kind, status) => open('c-keepable-status', KeepableStatus, { kind, status });

const lookOf = (element) => ({
  word: wordsOf(find(element, '.word')),
  icon: find(element, 'lightning-icon').iconName,
  tone: find(element, '.status').className.replace('status ', ''),
});

describe('c-keepable-status', () => {
  afterEach(closeAll);

  it.each([
    ['check', 'fail', { word: 'Fail', icon: 'utility:error', tone: 'bad' }],
    ['check', 'action', { word: 'Action required', icon: 'utility:priority', tone: 'info' }],
    ['check', 'warn', { word: 'Warning', icon: 'utility:warning', tone: 'warn' }],
    ['check', 'not_checked', { word: 'Not checked', icon: 'utility:help', tone: 'neutral' }],
    ['check', 'pass', { word: 'Pass', icon: 'utility:success', tone: 'good' }],
    ['verdict', 'invalid', { word: 'Needs a fix', icon: 'utility:edit', tone: 'bad' }],
    ['verdict', 'not_feasible', { word: 'Not possible', icon: 'utility:ban', tone: 'bad' }],
    ['verdict', 'late', { word: 'Late', icon: 'utility:error', tone: 'bad' }],
    ['verdict', 'cannot_tell', { word: 'Cannot tell', icon: 'utility:help', tone: 'neutral' }],
    ['verdict', 'tight', { word: 'Tight', icon: 'utility:warning', tone: 'warn' }],
    ['verdict', 'ok', { word: 'On time', icon: 'utility:success', tone: 'good' }],
    ['signoff', 'waiting', { word: 'Waiting', icon: 'utility:clock', tone: 'info' }],
    ['signoff', 'done', { word: 'Answered', icon: 'utility:success', tone: 'good' }],
    ['signoff', 'withdrawn', { word: 'Withdrawn', icon: 'utility:dash', tone: 'neutral' }],
  ])('gives the %s %s an icon, a word and a colour', (kind, status, look) => {
    expect(lookOf(show(kind, status))).toEqual(look);
  });

  it.each([
    ['check', 'brand_new'],
    ['verdict', undefined],
    ['brand_new', 'ok'],
  ])('never shows the %s %s, which it does not know, as good news', (kind, status) => {
    expect(lookOf(show(kind, status))).toEqual({ word: 'Not known', icon: 'utility:help', tone: 'neutral' });
  });
});
