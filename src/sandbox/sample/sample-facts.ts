import { parseIsoDate, toIsoDate } from '../../deal/day.ts';
import type { IsoDate } from '../../deal/day.ts';
import type { Deal } from '../../deal/deal.ts';
import { SAMPLE_PEOPLE } from './sample-people.ts';

/** What is known of a deal besides its lines: edited on the card, taken from the quote and the notes. */
export type SampleFacts = Pick<Deal, 'requirements' | 'bid' | 'needs' | 'texts' | 'estimate'>;

const { marcus, lena, sam } = SAMPLE_PEOPLE;

type Dates = { today: IsoDate; requested: IsoDate | null };

const daysBefore = (date: IsoDate, days: number): IsoDate => toIsoDate((parseIsoDate(date) ?? 0) - days);

const inSales = ({ name, email }: typeof marcus) => ({ name, email, role: 'sales' });

/** The customer asked for more than the deal and the quote say. */
const grating = ({ requested }: Dates): SampleFacts => ({
  requirements: [{ product: 'GRT-700', quantity: 72, date: requested }],
  bid: [{ product: 'GRT-700', quantity: 60, date: requested, unitPrice: 92 }],
});

/** A call was noted that says something else than the deal. */
const restock = ({ today }: Dates): SampleFacts => ({
  texts: [
    {
      source: 'note',
      at: `${daysBefore(today, 3)}T16:00:00Z`,
      author: lena.name,
      text: 'Spoke to purchasing at Summit. They need 300 wall brackets within 2 weeks. I told them delivery is guaranteed.',
    },
  ],
});

/** Outdoors the coated bracket serves better, and the plain one is sold. */
const shelves = (): SampleFacts => ({ needs: { environment: 'outdoor' } });

/** Made by sales alone, for less than machine bases usually take, and lowered after a colleague had seen it. */
const testStand = ({ today }: Dates): SampleFacts => ({
  estimate: {
    class: 'machine base',
    hours: 84,
    byRole: { Welder: 60, Fitter: 24 },
    author: inSales(marcus),
    revisions: [
      { at: daysBefore(today, 12), hours: 110, reviewer: sam.name },
      { at: daysBefore(today, 5), hours: 84 },
    ],
  },
});

/** Estimated and reviewed by field service. */
const installation = (): SampleFacts => ({
  estimate: {
    class: 'installation',
    hours: 30,
    byRole: { FIELD: 26, 'Acceptance test': 4 },
    author: { name: sam.name, email: sam.email, role: 'delivery' },
    reviewer: { name: SAMPLE_PEOPLE.hana.name, email: SAMPLE_PEOPLE.hana.email, role: 'operations' },
  },
});

const BY_DEAL: Readonly<Record<string, (dates: Dates) => SampleFacts>> = {
  'Walkway grating, phase 1': grating,
  'Bracket restock': restock,
  'Shelf brackets for the new depot': shelves,
  'Base for the test stand': testStand,
  'Installation at Dock 4': installation,
};

/** The facts of a sample deal by its name; none for most. */
export const sampleFacts = (name: string, dates: Dates): SampleFacts => BY_DEAL[name]?.(dates) ?? {};
