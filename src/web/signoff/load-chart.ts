import { formatIsoDate } from '../../deal/day.ts';
import type { AskWeek } from '../../signoff/ask-weeks.ts';
import type { AskPage } from '../../signoff/ask-page.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

const WIDTH = 358;
const TOP = 16;
const BASE = 88;
const SLOT = WIDTH / 8;
const BAR = 34;

const hours = (minutes: number): number => Math.round(minutes / 6) / 10;

/** "2 Mar": the year is said once, in the text alternative. */
const short = (date: string): string => formatIsoDate(date).replace(/ \d{4}$/, '');

type Scale = (minutes: number) => number;

const scaleOf = (weeks: readonly AskWeek[]): Scale => {
  const most = Math.max(1, ...weeks.map(({ capacity, others, thisDeal }) => Math.max(capacity, others + thisDeal)));
  return (minutes) => Math.round(((minutes * (BASE - TOP)) / most) * 10) / 10;
};

const bar = (week: AskWeek, index: number, scale: Scale): Html => {
  const [others, mine] = [scale(week.others), scale(week.thisDeal)];
  const x = index * SLOT + (SLOT - BAR) / 2;
  const hatched =
    mine > 0
      ? html`<rect
          x="${x}"
          y="${BASE - others - mine}"
          width="${BAR}"
          height="${mine}"
          fill="url(#this-deal)"
          stroke="var(--accent)"
        />`
      : null;
  return html`<g class="bars"><rect x="${x}" y="${BASE - others}" width="${BAR}" height="${others}" /></g>${hatched}`;
};

const limit = (week: AskWeek, index: number, scale: Scale): Html => {
  const y = BASE - scale(week.capacity);
  return html`<line x1="${index * SLOT}" x2="${(index + 1) * SLOT}" y1="${y}" y2="${y}" stroke-dasharray="3 3" />`;
};

const label = ({ monday }: AskWeek, index: number): Html =>
  html`<text x="${index * SLOT + SLOT / 2}" y="102" text-anchor="middle">${short(monday)}</text>`;

const inWords = ({ monday, capacity, others, thisDeal }: AskWeek): string =>
  `week of ${short(monday)}: ${hours(others)}${thisDeal > 0 ? ` and ${hours(thisDeal)} for this deal` : ''} of ${hours(capacity)} hours`;

/** Eight weeks of the resource that decides: what others take, this deal hatched on top, the capacity as a dashed line. */
export const loadChart = ({ load }: AskPage): Html | null => {
  if (load === null) return null;
  const { resource, weeks } = load;
  const scale = scaleOf(weeks);
  return html`<h2>${resource}, next eight weeks (hatched = this deal, dashed = capacity)</h2>
    <svg viewBox="0 0 ${WIDTH} 110" role="img" aria-label="${`Load of ${resource}: ${weeks.map(inWords).join('; ')}`}">
      <defs>
        <pattern
          id="this-deal"
          class="hatch"
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="5" height="5" />
          <rect width="2" height="5" />
        </pattern>
      </defs>
      ${weeks.map((week, index) => bar(week, index, scale))}
      <g class="limit">${weeks.map((week, index) => limit(week, index, scale))}</g>
      ${weeks.map(label)}
    </svg>`;
};
