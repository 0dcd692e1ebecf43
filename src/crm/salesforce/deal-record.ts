import type { PlannedWrite } from '../crm.ts';
import type { VerdictFields, WriteBack } from '../../write-back/write-back.ts';
import { DEAL_FIELDS } from './field-names.ts';
import { plainText, renderBrief } from './render-brief.ts';

/** Lengths of the package's fields. */
const LONGEST_TEXT = 255;
const LONGEST_AREA = 32_000;

/** The values of the picklist as the package spells them. */
const SIGNOFF: Record<VerdictFields['signoffStatus'], string> = {
  not_required: 'Not Required',
  waiting: 'Waiting',
  approved: 'Approved',
  refused: 'Refused',
};

const cut = (text: string, longest: number): string => {
  const plain = plainText(text);
  return plain.length <= longest ? plain : `${plain.slice(0, longest - 1).toWellFormed()}…`;
};

/** Salesforce keeps no more of a moment; so what comes back can be compared with what was sent. */
const wholeSeconds = (moment: Date): string => new Date(Math.floor(moment.getTime() / 1000) * 1000).toISOString();

const ofVerdict = (fields: VerdictFields, now: Date): Record<string, unknown> => ({
  [DEAL_FIELDS.verdict]: fields.verdict,
  [DEAL_FIELDS.promiseDate]: fields.promiseDate,
  [DEAL_FIELDS.slackDays]: fields.slackDays,
  [DEAL_FIELDS.signoffStatus]: SIGNOFF[fields.signoffStatus],
  [DEAL_FIELDS.possibleQuantity]: cut(fields.possibleQuantity, LONGEST_TEXT),
  [DEAL_FIELDS.summary]: cut(fields.summary, LONGEST_TEXT),
  [DEAL_FIELDS.warnings]: cut(fields.warnings, LONGEST_AREA),
  [DEAL_FIELDS.checkKey]: fields.checkKey,
  [DEAL_FIELDS.checkedAt]: wholeSeconds(now),
});

const ofWriteBack = (writeBack: WriteBack, now: Date): Record<string, unknown> => {
  if (writeBack.kind === 'fields') return ofVerdict(writeBack.fields, now);
  if (writeBack.kind === 'brief') return { [DEAL_FIELDS.brief]: renderBrief(writeBack.title, writeBack.sections) };
  return {};
};

/** True for what is shown in fields of the opportunity itself: the verdict and the brief. */
export const isOnDeal = ({ writeBack }: PlannedWrite): boolean =>
  writeBack.kind === 'fields' || writeBack.kind === 'brief';

/** The opportunity's fields as all its writes want them: one record, so that one update shows verdict and brief together. */
export const dealRecord = (id: string, writes: readonly PlannedWrite[], now: Date): Record<string, unknown> => ({
  attributes: { type: 'Opportunity' },
  id,
  ...Object.fromEntries(writes.flatMap(({ writeBack }) => Object.entries(ofWriteBack(writeBack, now)))),
});
