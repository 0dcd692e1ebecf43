import type { Verdict } from '../capacity/verdict.ts';
import type { IsoDate } from '../deal/day.ts';
import type { SignoffStatus } from '../signoff/wanted-ask.ts';

/** The fields that a deal shows; `crm/` maps them to the CRM's own property names. Lists and reports can filter by the first four. */
export type VerdictFields = {
  verdict: Verdict;
  promiseDate: IsoDate | null;
  slackDays: number | null;
  signoffStatus: SignoffStatus;
  possibleQuantity: string;
  summary: string;
  warnings: string;
  /** Hash of snapshot, sheet and rules versions: the same key means the same answer. */
  checkKey: string;
};

/** `answered`: decided elsewhere, the CRM task is completed with the answer; `reopened`: the answer was taken back; `withdrawn`: the question no longer stands, the CRM task is closed with a reason. */
export type TaskState = 'open' | 'reopened' | 'answered' | 'withdrawn';

/** A section of the handoff brief: plain text, never HTML. */
export type BriefSection = { title: string; paragraphs: string[] };

/**
 * What a deal should show. The key is stable, the content canonical plain text: `crm/` hashes and renders it.
 * Keys: `verdict`, `note/<hash of the verdict it tells>`, `task/sign-off/<role>/<cause>/<round>`, `brief`.
 */
export type WriteBack =
  | { kind: 'fields'; key: 'verdict'; fields: VerdictFields }
  | {
      kind: 'note';
      key: string;
      title: string;
      paragraphs: string[];
      /** The moment of the check, ISO instant: a note that is sent again keeps its place among the others. */
      at: string;
    }
  | {
      kind: 'task';
      key: string;
      /** Always a question. */
      subject: string;
      paragraphs: string[];
      dueAt: string;
      assigneeEmail: string | null;
      state: TaskState;
    }
  | { kind: 'brief'; key: 'brief'; title: string; sections: BriefSection[] };
