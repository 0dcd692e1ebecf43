import { formatIsoDate } from '../deal/day.ts';
import type { IsoDate } from '../deal/day.ts';
import type { LineItem } from '../deal/deal.ts';
import { finding } from './check.ts';
import type { CheckFacts, Note } from './check.ts';
import type { LineResult } from './check-result.ts';
import type { Evidence, Finding } from './finding.ts';
import { lineName } from './line-name.ts';
import { driverEvidence, driversOf } from './pipeline-drivers.ts';

type Place = { facts: CheckFacts; result: LineResult; name: string; confirmed: IsoDate; requested: IsoDate };

const unknownPipeline: Note = {
  severity: 'not_checked',
  message: 'What other open deals would do to the date was not checked: the other open deals are not known here.',
};

const dated = (date: IsoDate | null): string =>
  date === null ? 'not before the last day of the sheet' : formatIsoDate(date);

const isLate = (date: IsoDate | null, { requested }: Place): boolean => date === null || date > requested;

const levelsOf = ({ levels }: LineResult): Evidence[] => [
  { what: 'Confirmed: what is committed', value: dated(levels.confirmed) },
  { what: 'Forecast: open deals by their probability', value: dated(levels.forecast) },
  { what: 'Exposure: every open deal is won', value: dated(levels.exposure) },
];

/** "23 Mar 2026 when every other open deal is won": the level at which the date is lost, the likelier first. */
const lossInWords = (place: Place): string => {
  const { forecast, exposure } = place.result.levels;
  return isLate(forecast, place) && forecast !== place.confirmed
    ? `${dated(forecast)} as the other open deals stand by their probability`
    : `${dated(exposure)} when every other open deal is won`;
};

const pressed = (place: Place): Note => {
  const { name, confirmed, requested, facts, result } = place;
  const drivers = driversOf(facts, result);
  const first = drivers[0] ? ` The most comes from ${drivers[0].name}.` : '';
  const inTime = isLate(confirmed, place) ? '' : `, in time for ${formatIsoDate(requested)}`;
  return {
    severity: 'warn',
    code: 'PIPELINE_PRESSURE',
    message: `${name} can be delivered on ${dated(confirmed)} as of today${inTime}; it becomes ${lossInWords(place)}.${first}`,
    evidence: [...levelsOf(result), ...driverEvidence(drivers)],
    fix: 'Close this deal or ask operations for a hold before the others close, or agree a date that holds in any case.',
  };
};

const noteOf = (place: Place): Note => {
  const { levels } = place.result;
  const isMoved = levels.forecast !== levels.confirmed || levels.exposure !== levels.confirmed;
  if (isMoved && isLate(levels.exposure, place)) return pressed(place);
  const message = isMoved
    ? `${place.name} stays on time even when every other open deal is won: ${dated(levels.exposure)}.`
    : `The other open deals do not change the date of ${place.name}.`;
  return { severity: 'pass', message, evidence: levelsOf(place.result) };
};

const lineNote = (facts: CheckFacts, line: LineItem, result: LineResult): Note => {
  const name = lineName(facts.deal, line);
  const { promise: confirmed, requested, reasons } = result;
  if (confirmed === null || requested === null || reasons.includes('DATE_PAST')) {
    const why = confirmed === null ? 'the line cannot be planned yet' : 'there is no date that could be kept';
    return {
      severity: 'not_checked',
      message: `What other open deals would do to ${name} was not checked: ${why}.`,
    };
  }
  return noteOf({ facts, result, name, confirmed, requested });
};

/** Would the date still hold if other open deals were won: by their probability, or all of them (S12)? It only informs. */
export const pipelinePressure = (facts: CheckFacts): Finding[] => {
  const id = 'pipeline-pressure';
  if (facts.pipeline === null) return [finding(id, unknownPipeline)];
  if (facts.pipeline.length === 0)
    return [finding(id, { severity: 'pass', message: 'There is no other open deal that holds nothing yet.' })];
  return facts.deal.lines.flatMap((line, index) => {
    const result = facts.lines[index];
    return result ? [finding(id, { line: line.id, ...lineNote(facts, line, result) })] : [];
  });
};
