import type { CardFacts } from '../../src/web/api/card-view.ts';
import { aCheckResult } from './a-check-result.ts';

/** The clock of the card tests: three hours after the sheet was published. */
export const CARD_NOW = new Date('2026-03-02T15:20:00Z');

/** A checked deal with its sheet (Chicago) and one sign-off that waits. */
export const cardFacts = (facts: Partial<CardFacts> = {}): CardFacts => ({
  run: { result: aCheckResult(), checkedAt: new Date('2026-03-02T15:14:00Z') },
  sheet: {
    plant: 'Plant 1',
    hash: 'sha256:4f2a9c01d7',
    publishedAt: new Date('2026-03-02T12:10:00Z'),
    timeZone: 'America/Chicago',
    currency: 'USD',
  },
  tasks: [
    {
      key: 'task/sign-off/production-planner/CAPACITY_SHORT/1',
      subject: 'Can we deliver 100 BRK to Acme by 17 Mar 2026?',
      dueAt: '2026-03-03T21:30:00Z',
      assigneeEmail: 'line1@example.com',
      status: 'waiting',
    },
  ],
  pending: false,
  ...facts,
});
