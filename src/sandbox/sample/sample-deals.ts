import { parseIsoDate, toIsoDate } from '../../deal/day.ts';
import type { IsoDate } from '../../deal/day.ts';
import type { AttributeValue } from '../../deal/deal.ts';
import { sampleFacts } from './sample-facts.ts';
import type { SampleFacts } from './sample-facts.ts';
import { SAMPLE_PEOPLE } from './sample-people.ts';
import type { SamplePerson } from './sample-people.ts';

type SampleStage = 'qualified' | 'proposal' | 'negotiation' | 'contract';

export type SampleLine = {
  /** Product code as the sheet spells it. */
  sku: string;
  /** Null where the rep has not asked yet. */
  quantity: number | null;
  /** Null = the product's own unit. */
  unit: string | null;
  unitPrice: number;
  attributes: Record<string, AttributeValue>;
};

/** A deal of the sample, in no CRM's words. Amount is in USD. */
export type SampleDeal = {
  name: string;
  company: string;
  owner: SamplePerson;
  stage: SampleStage;
  amount: number;
  requestedDate: IsoDate | null;
  lines: SampleLine[];
  /** What is known besides the lines. */
  facts?: SampleFacts;
};

/** Days from today; null = the customer has not said. */
type DueIn = number | null;

const { priya, tom, lena, marcus } = SAMPLE_PEOPLE;

const line = (
  sku: string,
  quantity: number | null,
  rest: Partial<Omit<SampleLine, 'sku' | 'quantity'>> & { price: number },
): SampleLine => ({ sku, quantity, unit: rest.unit ?? null, unitPrice: rest.price, attributes: rest.attributes ?? {} });

const bracket = (quantity: number | null): SampleLine => line('BRK-100', quantity, { price: 12 });
const coated = (quantity: number, finish = 'black'): SampleLine =>
  line('BRK-200', quantity, { price: 24, attributes: { finish } });
const panel = (quantity: number, length_mm: number | null, finish = 'grey'): SampleLine =>
  line('PNL-300', quantity, { price: 98, attributes: { length_mm, finish } });
const enclosure = (quantity: number | null, protection = 'IP55'): SampleLine =>
  line('ENC-400', quantity, { price: 365, attributes: { protection } });
const cabinet = (quantity: number, price = 490): SampleLine => line('CAB-500', quantity, { price });
const rail = (quantity: number, length_mm = 3000): SampleLine =>
  line('RAIL-600', quantity, { price: 149, attributes: { length_mm } });
const grating = (quantity: number | null): SampleLine => line('GRT-700', quantity, { price: 92 });
const base = (quantity: number, weight_kg = 1800): SampleLine =>
  line('CHS-800', quantity, { price: 3150, attributes: { weight_kg } });
const tank = (quantity: number, material: string | null = 'stainless', lining?: string): SampleLine =>
  line('TNK-900', quantity, { price: 655, attributes: { material, ...(lining === undefined ? {} : { lining }) } });

/** A box holds 500 clips; what the rep thinks a pallet holds, the sheet does not know. */
const CLIP_PRICE = { piece: 0.8, BOX: 400, PALLET: 9600 };
const clips = (quantity: number, unit: 'BOX' | 'PALLET' | null = null): SampleLine =>
  line('CLP-010', quantity, { price: CLIP_PRICE[unit ?? 'piece'], unit });
const kits = (quantity: number): SampleLine => line('KIT-020', quantity, { price: 19 });
const installation = (on_site_response = '4 h'): SampleLine =>
  line('INS-001', 1, { price: 4200, attributes: { on_site_response } });

type Sketch = [name: string, company: string, owner: SamplePerson, stage: SampleStage, due: DueIn, lines: SampleLine[]];

/** Room to spare: cutting, bending and assembly have time, and the date is weeks away. */
const COMFORTABLE: Sketch[] = [
  ['Shelf brackets for the new depot', 'Harbor Crane', priya, 'proposal', 45, [bracket(400)]],
  ['Walkway grating, phase 1', 'Lakeside Pumps', tom, 'negotiation', 52, [grating(60)]],
  ['Bracket restock', 'Summit HVAC', lena, 'contract', 40, [bracket(250), clips(2000)]],
  ['Clips for spring season', 'Prairie Foods', priya, 'qualified', 30, [clips(10, 'BOX')]],
  ['Fastener kits', 'Delta Rail', marcus, 'contract', 35, [kits(120)]],
  ['Mezzanine grating', 'Cobalt Robotics', tom, 'proposal', 60, [grating(85), kits(40)]],
  ['Sensor brackets', 'Cobalt Robotics', lena, 'negotiation', 48, [bracket(600)]],
  ['Duct brackets', 'Summit HVAC', marcus, 'proposal', 55, [bracket(300), kits(30)]],
  ['Rooftop walkway', 'Union Elevators', priya, 'qualified', 65, [grating(40), clips(1000)]],
  ['Installation at Dock 4', 'Harbor Crane', marcus, 'negotiation', 60, [installation()]],
];

/** On time, but through welding or coating in weeks that are nearly full. */
const NARROW: Sketch[] = [
  ['Cable tray brackets', 'Delta Rail', tom, 'proposal', 85, [coated(100)]],
  ['Facade sample panels', 'Summit HVAC', lena, 'negotiation', 85, [panel(20, 2400)]],
  ['Pump control boxes', 'Lakeside Pumps', priya, 'contract', 90, [enclosure(8)]],
  ['Rack frames for the lab', 'Cobalt Robotics', marcus, 'proposal', 80, [cabinet(10)]],
  ['Stair rails, block B', 'Union Elevators', tom, 'negotiation', 85, [rail(12)]],
  ['Coolant tanks, pilot line', 'Prairie Foods', lena, 'proposal', 85, [tank(6)]],
  ['Base for the test stand', 'Cobalt Robotics', marcus, 'qualified', 95, [base(1)]],
  ['White brackets for the show room', 'Harbor Crane', priya, 'contract', 80, [coated(80, 'white'), bracket(100)]],
];

/** Wanted sooner than material, coating or welding allow. */
const TOO_SOON: Sketch[] = [
  ['Rush panels for the expo', 'Summit HVAC', lena, 'negotiation', 12, [panel(60, 1800)]],
  ['Pump installation before the shutdown', 'Lakeside Pumps', priya, 'contract', 20, [installation('24 h')]],
  ['Server room frames', 'Cobalt Robotics', marcus, 'proposal', 18, [cabinet(40, 380)]],
  ['Platform rails before the audit', 'Union Elevators', tom, 'negotiation', 14, [rail(30)]],
  ['Black brackets for the fit-out', 'Harbor Crane', priya, 'proposal', 13, [coated(600)]],
  ['Tanks for line 3', 'Prairie Foods', lena, 'negotiation', 20, [tank(20)]],
  ['Two machine bases', 'Cobalt Robotics', marcus, 'contract', 28, [base(2)]],
  ['Brackets by the end of the week', 'Delta Rail', tom, 'qualified', 4, [bracket(100)]],
  ['Grating and rails for the pier', 'Harbor Crane', priya, 'negotiation', 15, [grating(50), rail(20)]],
];

/** Outside of what the plant can do at all. */
const IMPOSSIBLE: Sketch[] = [
  ['Curtain wall panels, 4.2 m', 'Summit HVAC', lena, 'proposal', 75, [panel(40, 4200)]],
  ['National enclosure rollout', 'Brightwater Utilities', marcus, 'qualified', 150, [enclosure(12000)]],
  ['Submersible enclosures', 'Lakeside Pumps', priya, 'negotiation', 80, [enclosure(10, 'IP68')]],
  ['Chrome brackets', 'Union Elevators', tom, 'proposal', 70, [coated(200, 'chrome')]],
  ['Press base, 4 t', 'Harbor Crane', marcus, 'qualified', 120, [base(1, 4000)]],
  ['Plastic tanks', 'Prairie Foods', lena, 'proposal', 90, [tank(10, 'polypropylene', 'rubber')]],
];

/** Something that only the customer can say is missing. */
const UNKNOWN: Sketch[] = [
  ['Brackets, quantity to be agreed', 'Delta Rail', tom, 'qualified', 60, [bracket(null)]],
  ['Panels for the north wall', 'Brightwater Utilities', priya, 'qualified', 90, [panel(30, null)]],
  ['Grating, date open', 'Lakeside Pumps', tom, 'proposal', null, [grating(30)]],
  ['Wire baskets', 'Prairie Foods', lena, 'qualified', 70, [line('WBK-050', 200, { price: 9 })]],
  ['Clips by the pallet', 'Union Elevators', marcus, 'proposal', 45, [clips(2, 'PALLET')]],
  ['Tanks, material open', 'Brightwater Utilities', priya, 'proposal', 100, [tank(4, null)]],
  ['Pump house package', 'Brightwater Utilities', marcus, 'negotiation', 95, [enclosure(null), grating(20)]],
];

/** What the rep expects to sell where the customer has not said how many. */
const EXPECTED_QUANTITY: Readonly<Record<string, number>> = { 'BRK-100': 500, 'ENC-400': 15 };

const amountOf = (lines: SampleLine[]): number =>
  Math.round(
    lines.reduce((sum, { sku, quantity, unitPrice }) => sum + (quantity ?? EXPECTED_QUANTITY[sku] ?? 0) * unitPrice, 0),
  );

const toDeal = ([name, company, owner, stage, due, lines]: Sketch, today: IsoDate): SampleDeal => {
  const requestedDate = due === null ? null : toIsoDate((parseIsoDate(today) ?? 0) + due);
  const facts = sampleFacts(name, { today, requested: requestedDate });
  return { name, company, owner, stage, amount: amountOf(lines), requestedDate, lines, facts };
};

/** Forty deals against the sample workbook whose answers cover ok, tight, late, not feasible and cannot tell. */
export const sampleDeals = (today: IsoDate): SampleDeal[] =>
  [COMFORTABLE, NARROW, TOO_SOON, IMPOSSIBLE, UNKNOWN].flat().map((sketch) => toDeal(sketch, today));
