import { contentHash } from '../../src/crm/content-hash.ts';
import type { CheckResult } from '../../src/checks/check-result.ts';
import type { Deal } from '../../src/deal/deal.ts';
import type { Answer, Ask } from '../../src/signoff/ask.ts';
import { planAsks } from '../../src/signoff/plan-asks.ts';
import type { AskPlanning } from '../../src/signoff/plan-asks.ts';
import { revisionOf } from '../../src/signoff/revision.ts';
import { step } from '../../src/signoff/step.ts';
import { wantedAsk } from '../../src/signoff/wanted-ask.ts';
import { officeHours } from './an-ask.ts';

export const OFFICES = { operations: officeHours(), sales: officeHours() };

/** The facts of a plan of the questions that a result asks for; everybody is asked at the address that the result names. */
export const askPlanning = (
  deal: Deal,
  result: CheckResult,
  { known = [], ...facts }: Partial<AskPlanning> = {},
): AskPlanning => ({
  known,
  askedBefore: [],
  wanted: result.signoffs.map(wantedAsk),
  revision: revisionOf(deal, result),
  revisionId: (question, revision) => contentHash([question, revision]).slice(0, 16),
  requester: deal.owner?.email ?? null,
  estimator: null,
  assign: ({ email }) => email ?? 'admin',
  officesOf: () => OFFICES,
  at: '2026-03-02T15:14:00.000Z',
  ...facts,
});

/** The questions of a deal after a check. */
export const askedAfter = (...facts: Parameters<typeof askPlanning>): Ask[] => planAsks(askPlanning(...facts)).asks;

/** The same questions, answered an hour later by whoever was asked. */
export const answeredAsks = (asks: readonly Ask[], answer: Answer): Ask[] =>
  asks.map((ask) => {
    const stepped = step(
      ask,
      {
        is: 'decided',
        at: '2026-03-02T16:14:00.000Z',
        by: ask.assignee ?? '',
        answer,
        shownRevisionId: ask.revisionId,
        note: null,
        validDays: null,
      },
      OFFICES,
    );
    if ('refused' in stepped) throw new Error(stepped.message);
    return stepped.ask;
  });
